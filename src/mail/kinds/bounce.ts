import { fold } from '../../vietnamese/fold.ts';
import { isNobody } from './sender.ts';
import type { Kind } from './kind.ts';

const SUBJECT = /\b(undeliver(ed|able)|delivery (status notification|has failed|failure)|mail delivery (failed|system)|returned mail|failure notice|could not be delivered|khong gui duoc|khong the gui|thu bi tra lai|unzustellbar)\b/;
const DAEMON = /^(mailer-?daemon|postmaster|mail-?daemon)@/i;

/** A delivery report (RFC 3464), or the text shapes of real bounces. */
export const bounce: Kind = {
  kind: 'bounce',
  recognise: (reading) => {
    if (reading.deliveryReports.length > 0) return [`delivery report: ${reading.deliveryReports[0]?.action} ${reading.deliveryReports[0]?.status ?? ''}`.trim()];
    if (reading.topType.includes('report-type=delivery-status')) return ['multipart/report with a delivery status'];
    const subject = fold(reading.subject ?? '');
    const from = reading.from[0]?.address ?? '';
    if (SUBJECT.test(subject) && (DAEMON.test(from) || reading.signs.returnPathNull || isNobody(from))) return ['from a mail daemon, subject of a bounce'];
    if (DAEMON.test(from) && reading.signs.otherHeaders.includes('x-failed-recipients')) return ['X-Failed-Recipients'];
    return [];
  },
};
