/** Links in a mail. They are recorded and never followed: nothing is fetched from the network for what a stranger wrote. */

const MOST = 50;
const LONGEST = 500;
const SEARCHED = 300_000;

/** Web addresses of a text, each once, without the punctuation around them. */
export function linksIn(text: string): string[] {
  const found = [...text.slice(0, SEARCHED).matchAll(/https?:\/\/[^\s<>"'\u2028]{4,500}/giu)].map(([link]) => link.replace(/[).,;:!?\]}”’]+$/u, ''));
  return [...new Set(found)].slice(0, MOST);
}

/** Targets of the links of an HTML text: what is shown may be a name alone. */
export function linksOfHtml(html: string): string[] {
  const found = [...html.slice(0, SEARCHED).matchAll(/\bhref\s{0,4}=\s{0,4}["']?(https?:\/\/[^\s"'<>]{4,500})/giu)].map((m) => (m[1] ?? '').replaceAll('&amp;', '&').slice(0, LONGEST));
  return [...new Set(found)].slice(0, MOST);
}

/** Where people put files that are too large for a mail, or that they are used to share. */
const SHARES = ['drive.google.com', 'docs.google.com', 'photos.app.goo.gl', 'photos.google.com', '1drv.ms', 'onedrive.live.com', 'sharepoint.com', 'dropbox.com', 'db.tt', 'mega.nz', 'mediafire.com', 'wetransfer.com', 'we.tl', 'box.com', 'icloud.com',
  'fshare.vn', 'terabox.com', 'pcloud.com', 'sendspace.com', '4shared.com', 'zdn.vn', 'canva.com'];

/** The service that a link shares a file by; null for any other link. */
export function sharingService(link: string): string | null {
  const host = URL.canParse(link) ? new URL(link).hostname.toLowerCase() : '';
  return SHARES.find((service) => host === service || host.endsWith(`.${service}`)) ?? null;
}
