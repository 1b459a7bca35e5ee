/** Delivery reports (RFC 3464): what happened to which recipient, and to which letter. */
import type { DeliveryReport } from '../../schemas/reading.ts';
import { decodedBody, entities, type Entity } from './entity.ts';
import { first, readHeaders } from './headers.ts';

/** One per recipient. The returned letter is known by the Message-ID in its headers. */
export function deliveryReports(root: Entity): DeliveryReport[] {
  const parts = [...entities(root)];
  const originalMessageId = returnedMessageId(parts);
  return parts.filter((p) => /^message\/(global-)?delivery-status$/.test(p.type.value)).flatMap((part) => {
    const bytes = decodedBody(part).bytes;
    const blocks: DeliveryReport[] = [];
    for (let at = 0; at < bytes.length && blocks.length < 100;) {
      const { fields, bodyAt } = readHeaders(bytes, at, bytes.length);
      if (bodyAt <= at) break;
      at = bodyAt;
      const action = first(fields, 'action');
      const recipient = first(fields, 'final-recipient') ?? first(fields, 'original-recipient');
      if (action === null && recipient === null) continue;
      blocks.push({
        action: action?.toLowerCase().split(/\s/)[0] ?? 'failed', status: first(fields, 'status')?.split(/\s/)[0] ?? null,
        recipient: recipient?.replace(/^[^;]*;\s*/, '') ?? null, diagnostic: first(fields, 'diagnostic-code')?.slice(0, 500) ?? null, originalMessageId,
      });
    }
    return blocks;
  });
}

function returnedMessageId(parts: Entity[]): string | null {
  for (const part of parts) {
    if (part.type.value === 'text/rfc822-headers') {
      const id = bareId(first(readHeaders(decodedBody(part).bytes, 0, part.body.length).fields, 'message-id'));
      if (id) return id;
    }
    const id = part.depth > 0 ? bareId(first(part.headers, 'message-id')) : null;
    if (id) return id;
  }
  return null;
}

/** A Message-ID without angle brackets; null where there is none, or one longer than a line may be (RFC 5322 2.1.1). */
export function bareId(raw: string | null): string | null {
  const id = /<([^<>\s]+)>/.exec(raw ?? '')?.[1] ?? (raw?.trim().split(/\s+/)[0] || null);
  return id !== null && Buffer.byteLength(id) <= 998 ? id : null;
}
