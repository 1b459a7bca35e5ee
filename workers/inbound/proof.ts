/** Is a mail really of the one whose address it bears? What staff decide by mail asks for that (`staff.auth`). */
import type { Inbound } from './inbound.ts';

type Proof = 'server' | 'mailauth' | 'confirm';

/** What we find ourselves counts where the contest says so; our own server's word counts there, too. */
export function isProven({ authentication, provenBy }: Inbound, proof: Proof): boolean {
  return authentication === 'pass' && (provenBy === 'server' || proof === 'mailauth');
}

/** `ask`: the owner of the address is to confirm it once. `no`: nothing proves it, or something speaks against it. */
export function proofOf(mail: Inbound): 'yes' | 'ask' | 'no' {
  const proof = mail.services.loaded.contest.staff.auth ?? 'confirm';
  if (mail.authentication === 'fail') return 'no';
  return proof === 'confirm' ? 'ask' : isProven(mail, proof) ? 'yes' : 'no';
}
