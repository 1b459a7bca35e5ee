import type { CheckTexts } from './texts.ts';

export const vi: CheckTexts = {
  early: (received, opens) => `Bài dự thi đến lúc ${received}, trước thời điểm bắt đầu nhận bài (${opens}). Bài được giữ lại và tự động đưa vào danh sách khi cuộc thi bắt đầu nhận bài; không cần gửi lại.`,
  late: ({ received, deadline, by }) => ({
    forEntrant: `Bài dự thi đến hộp thư lúc ${received}, sau thời hạn nhận bài (${deadline}). Bài đã được ghi nhận; Ban Tổ chức sẽ xem xét và trả lời.`,
    forStaff: `Đến sau thời hạn nhận bài ${by}, không có dấu hiệu đã gửi trước thời hạn. Cần người quyết định.`,
  }),
  justLate: ({ received, deadline, by }) => ({
    forEntrant: `Bài dự thi đến hộp thư lúc ${received}, ngay sau thời hạn nhận bài (${deadline}). Bài đã được ghi nhận; Ban Tổ chức sẽ xem xét và trả lời.`,
    forStaff: `Đến sau thời hạn nhận bài ${by}, trong khoảng sát hạn. Cần người quyết định.`,
  }),
  sentInTime: ({ received, deadline, by, sign }) => ({
    forEntrant: `Bài dự thi đến hộp thư lúc ${received}, sau thời hạn nhận bài (${deadline}), nhưng có dấu hiệu đã được gửi trước thời hạn. Bài đã được ghi nhận; Ban Tổ chức sẽ xem xét và trả lời.`,
    forStaff: `Đến sau thời hạn nhận bài ${by}, nhưng ${sign}. Cần người quyết định.`,
  }),
  signs: {
    received: 'dấu thời gian của máy chủ nhận thư (Received) nằm trong thời hạn',
    date: 'ngày giờ ghi trong thư (Date, do máy người gửi ghi) nằm trong thời hạn',
  },
  tooLarge: ({ kind, count, max, deadline }) => `Danh sách có ${count} tác giả, trong khi hình thức “${kind}” có không quá ${max} người. Xin gửi lại danh sách tác giả trước khi hết thời hạn nhận bài: ${deadline}.`,
  tooSmall: ({ kind, kinds, count, min, deadline }) => `Danh sách có ${count} tác giả, trong khi hình thức “${kind}” cần ít nhất ${min} người. Xin gửi đủ danh sách tác giả hoặc cho biết hình thức dự thi khác (${kinds}) trước khi hết thời hạn nhận bài: ${deadline}.`,
  severalAuthors: ({ kind, kinds, count, deadline }) => `Bài đăng ký theo hình thức “${kind}” nhưng nêu ${count} tác giả. Xin cho biết hình thức dự thi đúng (${kinds}) trước khi hết thời hạn nhận bài: ${deadline}.`,
  kindNotAdmitted: (kinds) => `Hình thức dự thi đã nêu không có trong cuộc thi này. Xin cho biết một trong các hình thức: ${kinds}.`,
  missingArea: (areas) => `Chưa thấy nội dung dự thi. Xin cho biết bài thuộc nội dung nào: ${areas}.`,
  fewAreas: (atLeast, areas) => `Bài dự thi cần thuộc ít nhất ${atLeast} nội dung. Xin bổ sung từ các nội dung: ${areas}.`,
  unknownArea: (unknown, areas) => `Nội dung số ${unknown} không có trong cuộc thi. Xin cho biết bài thuộc nội dung nào: ${areas}.`,
  missingDeclaration: 'Chưa thấy lời cam kết nội dung dự thi chưa từng công bố. Xin bổ sung lời cam kết của tác giả.',
  declarationWithheld: 'Bài gửi cho biết tác giả chưa cam kết, hoặc nội dung dự thi đã từng được công bố. Xin bổ sung lời cam kết; nếu bài kế thừa sản phẩm đã có, xin nêu điểm mới và hiệu quả cao hơn so với sản phẩm trước.',
  missing: {
    title: 'Chưa thấy tên bài dự thi. Xin cho biết tên mô hình, sáng kiến hoặc giải pháp.',
    authors: 'Chưa thấy họ và tên tác giả. Xin gửi họ và tên từng tác giả.',
    unit: 'Chưa thấy cơ quan, đơn vị công tác hoặc nơi cư trú. Xin bổ sung.',
    contact: 'Chưa thấy số điện thoại hoặc địa chỉ thư điện tử liên hệ. Xin bổ sung.',
    documents: 'Chưa thấy tệp bài dự thi kèm theo thư. Xin gửi tệp bài dự thi.',
  },
  disagrees: ({ what, said }) => `${what} không thống nhất: ${said.map((s) => `${s.place} ghi “${s.value}”`).join('; ')}. Xin trả lời thư này và cho biết nội dung nào đúng; nếu đây là nhiều bài dự thi khác nhau, xin gửi mỗi bài một thư.`,
  readFromPicture: (fields) => `Máy đọc từ bản chụp, cần người đối chiếu: ${fields}.`,
  fieldNames: { title: 'Tên bài dự thi', kind: 'Hình thức dự thi', areas: 'Nội dung dự thi', authors: 'Danh sách tác giả', declaration: 'Lời cam kết', 'first-applied': 'Ngày áp dụng lần đầu' },
  yesNo: (declared) => (declared ? 'có cam kết' : 'chưa cam kết'),
  ambiguousAgency: (unit, names) => `Đơn vị “${unit}” có thể là một trong các cơ quan sau: ${names}. Xin cho biết rõ là cơ quan nào.`,
  link: (services) => `Thư có liên kết đến tệp trên mạng (${services}). Ban Tổ chức không tải tệp từ liên kết, vì tệp ở đó có thể thay đổi: xin gửi tệp kèm thư; tệp quá lớn xin nén nhỏ lại hoặc chia ra nhiều thư.`,
  unreadable: (file) => `Tệp “${file}” trống hoặc không mở được. Xin gửi lại tệp này.`,
  password: (file) => `Tệp “${file}” có đặt mật khẩu nên chưa đọc được. Xin gửi lại tệp không đặt mật khẩu.`,
  infected: (file) => `Tệp “${file}” bị phần mềm diệt vi-rút giữ lại. Xin kiểm tra máy và gửi lại tệp này.`,
  excluded: ({ who, ground, person, body, hint }) => `${who} trùng ${ground} với ${person} (${body}).${hint ? ' Chưa đủ để kết luận.' : ' Cần người xem xét.'}`,
  roles: { author: 'Tác giả', contact: 'Thông tin liên hệ của bài', sender: 'Người gửi thư (có thể chỉ chuyển giúp)' },
  grounds: { email: 'địa chỉ thư điện tử', phone: 'số điện thoại', agency: 'họ tên và cơ quan', sender: 'họ tên và hộp thư gửi', name: 'họ tên' },
};
