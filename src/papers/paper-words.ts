/** Words of the papers after the judging. Vietnamese by the form of administrative papers; English is written for itself. */
import type { Locale } from '../../schemas/contest.ts';

const vi = {
  motto: { country: 'Cộng hòa xã hội chủ nghĩa Việt Nam', words: 'Độc lập - Tự do - Hạnh phúc' } as { country: string; words: string } | null,
  number: (symbol: string) => `Số: ……/${symbol}`,
  date: (place: string, year: string) => `${place === '' ? '……………' : place}, ngày …… tháng …… năm ${year}`,
  open: '……………', recipients: 'Nơi nhận:', asAbove: 'Như trên', archive: 'Lưu: VT', sealed: '(Chữ ký, dấu của cơ quan, tổ chức)', hand: '(Ký, ghi rõ họ tên)',
  no: 'TT', code: 'Mã bài dự thi', title: 'Tên mô hình, sáng kiến, giải pháp', who: 'Tác giả, tập thể', unit: 'Cơ quan, đơn vị', place: 'Hạng', mean: 'Điểm', prize: 'Giải', amount: (currency: string) => `Tiền thưởng (${currency === 'VND' ? 'đồng' : currency})`, total: 'Cộng',
  adjusted: 'Điểm đã hiệu chỉnh', chair: 'Chủ tịch Ban Giám khảo quyết định', spread: 'Chênh lệch', sheets: 'Số phiếu', judge: 'Giám khảo', severity: 'Độ nghiêm khắc', agency: 'Cơ quan', role: 'Vai trò', comment: 'Ghi chú', state: 'Tình trạng', advanced: 'Vào vòng sau', yes: 'có', empty: 'để trống', area: 'Lĩnh vực',
  groups: { individual: 'Cá nhân', group: 'Nhóm tác giả', organisation: 'Tập thể cơ quan' },
  minutes: {
    name: 'Biên bản', about: (contest: string) => `Họp xét kết quả và đề nghị giải thưởng ${contest}`, secretary: 'Thư ký', chair: 'Chủ trì', file: '01-bien-ban-xet-giai',
    opening: (issuer: string, contest: string) => `Hôm nay, lúc …… giờ ……, ngày …… tháng …… năm ……, tại ……………………………………, ${issuer} ${contest} họp xét kết quả và đề nghị giải thưởng.`,
    attending: 'I. THÀNH PHẦN', present: (n: number) => [`Có mặt: ……/${n} thành viên; vắng: ……`, 'Chủ trì: ……………………………………', 'Thư ký: ……………………………………'], contents: 'II. NỘI DUNG', intake: '1. Kết quả nhận bài',
    round: (n: number, name: string) => `${n}. ${name}`, proposal: (n: number) => `${n}. Đề nghị giải thưởng`, special: (n: number) => `${n}. Bài dự thi đặc biệt xuất sắc`, others: (n: number) => `${n}. Tập thể, cá nhân đề nghị khen thưởng`,
    ending: 'III. BIỂU QUYẾT VÀ KẾT LUẬN', vote: (n: number) => [`Biểu quyết: ……/${n} thành viên đồng ý.`, 'Ý kiến khác: …………………………………………………………'],
    close: 'Biên bản được lập thành …… bản, đã đọc cho các thành viên dự họp nghe và thống nhất thông qua. Cuộc họp kết thúc lúc …… giờ …… cùng ngày./.',
  },
  intake: (from: string, to: string, n: string, eligible: string) => `Từ ngày ${from} đến hết ngày ${to}, Ban Tổ chức đã nhận và đăng ký ${n} bài dự thi; trong đó ${eligible} bài hợp lệ, đủ điều kiện dự thi.`,
  ineligible: (n: string, withdrawn: string) => `Số bài không hợp lệ: ${n}; số bài do người dự thi xin rút: ${withdrawn}.`,
  judged: (r: { entries: string; sheets: string; judges: string; needed: string; decimals: string }) => `Có ${r.entries} bài được chấm với ${r.sheets} phiếu của ${r.judges} giám khảo (mỗi bài ${r.needed} phiếu theo quy định). Điểm của bài là trung bình cộng các phiếu chấm, làm tròn đến ${r.decimals} chữ số thập phân.`,
  alpha: (alpha: string) => `Mức độ thống nhất giữa các giám khảo: hệ số Krippendorff α = ${alpha}.`,
  gap: (points: string, codes: string) => `Bài có điểm của các giám khảo chênh lệch từ ${points} điểm trở lên, đã có thêm giám khảo chấm: ${codes}.`,
  fewer: (codes: string) => `Bài được chấp nhận với số phiếu ít hơn quy định (do giám khảo có xung đột lợi ích hoặc vắng): ${codes}.`,
  absent: (codes: string) => `Bài không dự vòng này, không được xếp hạng: ${codes}.`,
  chairSaid: (code: string, points: string, by: string, reason: string) => `Bài ${code}: điểm được quyết định là ${points} (người quyết định: ${by}; căn cứ: ${reason}).`,
  goOn: (n: string, next: string) => `Có ${n} bài vào ${next}:`, closedBy: (by: string, reason: string) => `Kết quả của vòng do ${by} xác nhận; căn cứ: ${reason}.`, notClosed: 'Kết quả của vòng CHƯA được xác nhận; số liệu dưới đây còn có thể thay đổi.',
  given: 'Căn cứ kết quả chấm, đề nghị giải thưởng như sau:', none: 'Chưa có giải thưởng nào được quyết định.',
  specialState: { proposed: 'đề nghị, chưa trình', submitted: 'đã trình, chờ ý kiến', approved: 'đã được phê duyệt', declined: 'không được chấp thuận' },
  specialLine: (code: string, title: string, state: string, rest: string) => `Bài ${code} “${title}”: ${state}${rest}.`,
  specialPaper: (document: string, date: string, amount: string) => ` theo văn bản số ${document} ngày ${date}${amount === '' ? '' : `, mức thưởng ${amount}`}`, specialAsked: (document: string, date: string) => ` tại văn bản số ${document} ngày ${date}`,
  submission: {
    name: 'Tờ trình', file: (n: number) => `02-to-trinh-${n}`, to: (to: string) => `Kính gửi: ${to}`, specialFile: '02-to-trinh-giai-dac-biet',
    about: (certificate: string, to: string, contest: string) => `Về việc đề nghị tặng ${certificate} của ${to} cho các tập thể, cá nhân đạt giải ${contest}`,
    aboutSpecial: (contest: string) => `Về việc xin ý kiến mức thưởng đối với bài dự thi đặc biệt xuất sắc ${contest}`,
    basis: (text: string, last: boolean) => `Căn cứ ${text}${last ? '.' : ';'}`, opening: (issuer: string, to: string) => `${issuer} kính trình ${to} xem xét, quyết định các nội dung sau:`, results: '1. Kết quả tổ chức cuộc thi', proposal: '2. Nội dung đề nghị', enclosed: '3. Hồ sơ kèm theo',
    asks: (certificate: string, to: string, n: string) => `Đề nghị tặng ${certificate} của ${to} kèm tiền thưởng cho ${n} bài dự thi đạt giải:`, money: (amount: string, words: string, funding: string) => `Tổng số tiền thưởng: ${amount} (bằng chữ: ${words}). Nguồn kinh phí: ${funding}.`, gifts: (n: string) => `Kèm theo ${n} phần quà của Ban Tổ chức cuộc thi.`,
    others: 'Đề nghị tặng Bằng khen cho các tập thể, cá nhân xuất sắc trong cuộc thi:', enclosures: 'Biên bản họp xét kết quả; bảng xếp hạng và phiếu chấm điểm; danh sách khen thưởng; bảng kinh phí giải thưởng.',
    specialAsks: (to: string) => `Trong quá trình chấm giải, có bài dự thi được đánh giá đặc biệt xuất sắc. Xin ý kiến ${to} về mức thưởng phù hợp:`, close: (to: string) => `Kính trình ${to} xem xét, quyết định./.`, reason: 'Lý do đề nghị',
  },
  lists: {
    ranking: '03-bang-xep-hang', certificates: '04-danh-sach-khen-thuong', budget: '05-kinh-phi-giai-thuong', bonus: '06-danh-sach-cong-diem', followUp: '08-theo-doi-nhan-rong', oversight: '09-trich-luc-giam-sat', sources: '10-nguon-so-lieu',
    rankingTitle: (round: string) => `Bảng xếp hạng ${round.toLowerCase()}`, sheetsTitle: (round: string) => `Phiếu chấm điểm ${round.toLowerCase()}`, judgesTitle: (round: string) => `Giám khảo ${round.toLowerCase()}`,
    short: { ranking: 'Xếp hạng', sheets: 'Phiếu', judges: 'Giám khảo', list: 'Danh sách', summary: 'Tổng hợp', events: 'Quyết định' },
    closed: (by: string, reason: string, hash: string) => `Đã xác nhận bởi ${by}; căn cứ: ${reason}; mã xác nhận ${hash}`, open: 'CHƯA xác nhận: số liệu còn có thể thay đổi', asOf: (when: string) => `Số liệu đến ${when}`,
    certificatesTitle: 'Danh sách đề nghị tặng Bằng khen, Giấy khen', authority: 'Thẩm quyền khen thưởng', certificate: 'Hình thức', recipient: 'Tên ghi trên bằng, giấy khen', document: 'Số quyết định', documentDate: 'Ngày', commended: 'Tập thể, cá nhân xuất sắc',
    budgetTitle: 'Bảng giải thưởng và kinh phí', gift: 'Quà tặng', funding: 'Nguồn kinh phí', planned: 'Theo cơ cấu', handed: 'Người nhận', special: 'Bài dự thi đặc biệt xuất sắc', waits: 'chờ quyết định',
    bonusTitle: (round: string) => `Danh sách cơ quan, đơn vị có bài dự thi vào ${round.toLowerCase()}`, bonusNote: 'Kế hoạch, mục V.6: được cộng điểm vào tiêu chí sáng kiến; mức điểm do cơ quan có thẩm quyền xác định', points: 'Điểm cộng', entries: 'Số bài', codes: 'Mã các bài', unplaced: 'Chưa xác định được cơ quan: cán bộ xem xét', several: 'Bài của nhiều cơ quan: cán bộ xác định cách cộng điểm',
    followUpTitle: 'Danh sách theo dõi, hỗ trợ hoàn thiện và nhân rộng', since: 'Theo dõi từ', looks: 'Ngày xem xét lại', note: 'Nội dung', tags: 'Chỉ số, mục tiêu',
    oversightTitle: 'Trích lục phục vụ giám sát', figure: 'Nội dung', value: 'Số liệu', at: 'Thời điểm', action: 'Việc', subject: 'Đối tượng', actor: 'Người quyết định', reason: 'Căn cứ', hash: 'Mã băm', sourcesTitle: 'Nguồn của từng số liệu', paper: 'Văn bản', from: 'Lấy từ',
    /** of the record; what stands not here is shown as it is called there */
    actions: {
      'add-sheets': 'nhập phiếu chấm điểm', 'chair-decides': 'quyết định điểm khi giám khảo chênh lệch', 'close-round': 'xác nhận kết quả vòng', 'reopen-round': 'mở lại vòng', 'plan-slots': 'xếp lịch bảo vệ', 'move-slot': 'đổi lịch bảo vệ', 'cancel-slot': 'hủy lịch bảo vệ',
      'give-prizes': 'quyết định giải thưởng', 'revoke-prizes': 'thu hồi quyết định giải thưởng', 'sign-prizes': 'ghi nhận quyết định khen thưởng', 'annul-prize': 'thu hồi giải thưởng', 'hand-over-prize': 'trao giải', 'special-prize-propose': 'đề nghị giải đặc biệt', 'special-prize-submit': 'trình giải đặc biệt', 'special-prize-approve': 'giải đặc biệt được phê duyệt', 'special-prize-decline': 'giải đặc biệt không được chấp thuận',
      'add-commendation': 'đề nghị khen thưởng thêm', 'remove-commendation': 'rút đề nghị khen thưởng thêm', 'follow-up': 'đưa vào theo dõi', 'stop-follow-up': 'thôi theo dõi', 'export-papers': 'xuất hồ sơ', 'decide-eligible': 'xác định hợp lệ', 'decide-ineligible': 'xác định không hợp lệ', 'decide-supplement': 'yêu cầu bổ sung',
      'propose-letters': 'đề nghị gửi thư', 'approve-letters': 'duyệt gửi thư', 'cancel-letters': 'hủy gửi thư', 'release-letter': 'cho gửi thư', 'entry-edit': 'sửa thông tin bài', 'entry-merge': 'nhập bài', 'entry-split': 'tách bài', 'entry-move-document': 'chuyển tệp', 'entry-senders': 'đổi địa chỉ liên hệ của bài', 'entry-tags': 'gắn chỉ số, mục tiêu', 'undo-entry-tags': 'bỏ gắn chỉ số, mục tiêu',
    } as Record<string, string>,
  },
  figures: { received: 'Số bài đã đăng ký', eligible: 'Số bài hợp lệ', ineligible: 'Số bài không hợp lệ', withdrawn: 'Số bài xin rút', agencies: 'Cơ quan có bài / cơ quan được tính', noTag: 'Số bài không thuộc chỉ số, mục tiêu nào', untagged: 'Số bài chưa xác nhận chỉ số, mục tiêu', chain: 'Chuỗi quyết định', whole: 'nguyên vẹn', broken: 'BỊ ĐỨT', head: 'Mã băm cuối chuỗi', events: 'Số quyết định đã ghi', money: 'Tổng tiền thưởng', finalists: 'Số bài vào vòng cuối', sheets: 'Số phiếu chấm', alpha: 'Hệ số Krippendorff' },
  press: {
    file: '07-thong-tin-bao-chi', name: 'Thông tin báo chí', about: (contest: string) => `Về kết quả ${contest}`, figures: '1. Những con số', areas: '2. Bài dự thi theo lĩnh vực', finalists: (round: string) => `3. Các mô hình, sáng kiến, giải pháp vào ${round.toLowerCase()}`, prizes: '4. Giải thưởng',
    embargo: 'Kết quả giải thưởng chưa được ký quyết định: phần này chỉ được bổ sung sau khi công bố.', coverage: (known: string, of: string) => `Có bài dự thi của ${known}/${of} cơ quan, đơn vị.`, contact: (office: string, address: string, mailbox: string) => `Liên hệ: ${office}, ${address}; thư điện tử: ${mailbox}.`,
    private: 'người dân, doanh nghiệp trên địa bàn', noFinalists: 'Danh sách chưa được xác nhận.', entries: 'Số bài',
  },
};

export type PaperWords = typeof vi;

const en: PaperWords = {
  motto: null, number: (symbol) => `No. ……/${symbol}`, date: (place, year) => `${place === '' ? '……………' : place}, …… …………… ${year}`,
  open: '……………', recipients: 'Copies to:', asAbove: 'As above', archive: 'Archive', sealed: '(signature and seal)', hand: '(signature and full name)',
  no: 'No.', code: 'Code', title: 'Title of entry', who: 'Authors', unit: 'Organisation', place: 'Place', mean: 'Score', prize: 'Prize', amount: (currency) => `Amount (${currency})`, total: 'Total',
  adjusted: 'Adjusted score', chair: 'Decided by the chair', spread: 'Spread', sheets: 'Sheets', judge: 'Judge', severity: 'Severity', agency: 'Organisation', role: 'Role', comment: 'Remarks', state: 'State', advanced: 'Goes on', yes: 'yes', empty: 'not awarded', area: 'Area',
  groups: { individual: 'Individual', group: 'Group of authors', organisation: 'Organisation' },
  minutes: {
    name: 'Minutes', about: (contest) => `Results and proposed prizes of ${contest}`, secretary: 'Secretary', chair: 'Chair', file: '01-minutes',
    opening: (issuer, contest) => `Today, …… …………… ……, at …… in ……………………………………, ${issuer} of ${contest} met to establish the results and to propose prizes.`,
    attending: 'I. ATTENDING', present: (n) => [`Present: ……/${n} members; absent: ……`, 'Chair: ……………………………………', 'Secretary: ……………………………………'], contents: 'II. MATTERS', intake: '1. Entries received',
    round: (n, name) => `${n}. ${name}`, proposal: (n) => `${n}. Proposed prizes`, special: (n) => `${n}. Entries of special excellence`, others: (n) => `${n}. Others proposed for a certificate`,
    ending: 'III. VOTE AND CONCLUSION', vote: (n) => [`Vote: ……/${n} members in favour.`, 'Other opinions: …………………………………………………………'], close: 'These minutes were made out in …… copies, read to those present and approved by them. The meeting ended at …… on the same day.',
  },
  intake: (from, to, n, eligible) => `From ${from} to the end of ${to}, ${n} entries were received and registered; ${eligible} of them were eligible.`,
  ineligible: (n, withdrawn) => `Not eligible: ${n}; withdrawn by their entrants: ${withdrawn}.`,
  judged: (r) => `${r.entries} entries were judged on ${r.sheets} sheets by ${r.judges} judges (${r.needed} sheets are asked for each). The score of an entry is the mean of its sheets, rounded to ${r.decimals} decimal${r.decimals === '1' ? '' : 's'}.`,
  alpha: (alpha) => `Agreement between judges: Krippendorff's alpha is ${alpha}.`, gap: (points, codes) => `Entries whose judges lay ${points} points or more apart, so that a further judge was asked: ${codes}.`, fewer: (codes) => `Entries that stand with fewer sheets than asked for (a judge had a conflict of interest, or was absent): ${codes}.`, absent: (codes) => `Entries that did not take part in this round and have no place: ${codes}.`,
  chairSaid: (code, points, by, reason) => `Entry ${code}: the score was set to ${points} (by ${by}; basis: ${reason}).`, goOn: (n, next) => `${n} entries go on to ${next}:`, closedBy: (by, reason) => `The result was confirmed by ${by}; basis: ${reason}.`, notClosed: 'The result is NOT confirmed yet; the figures below may still change.',
  given: 'By these results the following prizes are proposed:', none: 'No prize was decided yet.',
  specialState: { proposed: 'proposed, not submitted yet', submitted: 'submitted, waits for an answer', approved: 'approved', declined: 'declined' },
  specialLine: (code, title, state, rest) => `Entry ${code}, “${title}”: ${state}${rest}.`, specialPaper: (document, date, amount) => ` by ${document} of ${date}${amount === '' ? '' : `, ${amount}`}`, specialAsked: (document, date) => ` by ${document} of ${date}`,
  submission: {
    name: 'Submission', file: (n) => `02-submission-${n}`, to: (to) => `To: ${to}`, specialFile: '02-submission-special-prize', about: (certificate, to, contest) => `${certificate} of the ${to} for winners of ${contest}`, aboutSpecial: (contest) => `Prize for an entry of special excellence in ${contest}`,
    basis: (text, last) => `On the basis of ${text}${last ? '.' : ';'}`, opening: (issuer, to) => `The ${issuer} submits the following to the ${to} for decision:`, results: '1. The contest', proposal: '2. Proposal', enclosed: '3. Enclosed',
    asks: (certificate, to, n) => `It is proposed to award the ${certificate} of the ${to}, with prize money, to ${n} entries:`, money: (amount, _words, funding) => `Prize money in all: ${amount}. Funded by: ${funding}.`, gifts: (n) => `With ${n} gifts of the organisers.`,
    others: 'It is proposed to honour these with a certificate, too:', enclosures: 'Minutes; ranking and score sheets; list of certificates; prize and budget table.', specialAsks: (to) => `An entry was found to be of special excellence. ${to} is asked for the amount of its prize:`, close: (to) => `Submitted to the ${to} for decision.`, reason: 'Reason',
  },
  lists: {
    ranking: '03-ranking', certificates: '04-certificates', budget: '05-prizes-and-budget', bonus: '06-bonus-list', followUp: '08-follow-up', oversight: '09-oversight', sources: '10-sources',
    rankingTitle: (round) => `Ranking: ${round}`, sheetsTitle: (round) => `Score sheets: ${round}`, judgesTitle: (round) => `Judges: ${round}`, short: { ranking: 'Ranking', sheets: 'Sheets', judges: 'Judges', list: 'List', summary: 'Summary', events: 'Decisions' },
    closed: (by, reason, hash) => `Confirmed by ${by}; basis: ${reason}; fingerprint ${hash}`, open: 'NOT confirmed: figures may still change', asOf: (when) => `As of ${when}`,
    certificatesTitle: 'Proposed certificates', authority: 'Signed by', certificate: 'Certificate', recipient: 'Name on the certificate', document: 'Decision', documentDate: 'Date', commended: 'Outstanding',
    budgetTitle: 'Prizes and budget', gift: 'Gift', funding: 'Funding', planned: 'As planned', handed: 'Handed to', special: 'Special excellence', waits: 'waits for a decision',
    bonusTitle: (round) => `Organisations with entries in ${round}`, bonusNote: 'How many points it brings, whom it concerns decides', points: 'Points', entries: 'Entries', codes: 'Codes', unplaced: 'Organisation not known: for staff', several: 'Several organisations: staff attributes the points',
    followUpTitle: 'Entries to be followed up', since: 'Since', looks: 'Looked at again', note: 'What to look at', tags: 'Indices, aims', oversightTitle: 'Extract for oversight', figure: 'Figure', value: 'Value', at: 'At', action: 'Action', subject: 'Subject', actor: 'Decided by', reason: 'Basis', hash: 'Hash', sourcesTitle: 'Where each figure comes from', paper: 'Paper', from: 'From', actions: {},
  },
  figures: { received: 'Entries registered', eligible: 'Eligible', ineligible: 'Not eligible', withdrawn: 'Withdrawn', agencies: 'Organisations that take part / that count', noTag: 'Entries that serve no index or aim', untagged: 'Entries of which nobody said it yet', chain: 'Chain of decisions', whole: 'whole', broken: 'BROKEN', head: 'Hash of its head', events: 'Decisions on record', money: 'Prize money', finalists: 'Entries in the last round', sheets: 'Score sheets', alpha: "Krippendorff's alpha" },
  press: {
    file: '07-press', name: 'For the press', about: (contest) => `Results of ${contest}`, figures: '1. Figures', areas: '2. Entries by area', finalists: (round) => `3. Entries in ${round}`, prizes: '4. Prizes', embargo: 'The decisions on prizes are not signed yet: this part follows once they are announced.',
    coverage: (known, of) => `${known} of ${of} organisations take part.`, contact: (office, address, mailbox) => `Contact: ${office}, ${address}; ${mailbox}.`, private: 'resident or business', noFinalists: 'The list is not confirmed yet.', entries: 'Entries',
  },
};

const all: Record<Locale, PaperWords> = { vi, en };

export function paperWords(locale: Locale): PaperWords {
  return all[locale];
}
