/**
 * The whole contest, from the first mail in July to the prizes in December, on real servers: entrants, staff and judges write by mail, what the
 * committee decides is decided as on the command line. The same play is the end-to-end test (tests/slow/whole-contest.test.ts).
 */
import type { Theatre } from '../play.ts';
import { playFinals } from './finals.ts';
import { playIntake } from './intake.ts';
import { playPreliminary } from './preliminary.ts';
import type { Story } from './story.ts';

/** @returns sentences that did not come true, and how many mails people wrote */
export async function playWhole(theatre: Theatre): Promise<{ broken: string[]; mails: number }> {
  const story: Story = { theatre, broken: [], mails: 0 };
  for (const act of [playIntake, playPreliminary, playFinals]) if (!theatre.signal.aborted) await act(story);
  return { broken: story.broken, mails: story.mails };
}
