/**
 * The whole contest, from the first mail in July to the prizes in December, on real servers: entrants, staff and judges write by mail, what the
 * committee decides is decided as on the command line. The same play is the end-to-end test (tests/slow/whole-contest.test.ts).
 */
import type { Theatre } from '../play.ts';
import { defence } from './defence.ts';
import { intake } from './intake.ts';
import { jury } from './jury.ts';
import { outcome } from './outcome.ts';
import { prizes } from './prizes.ts';
import { scoring } from './scoring.ts';
import type { Act, Story } from './story.ts';
import { until } from './story.ts';
import { chapter } from './telling.ts';

const acts: Act[] = [...intake, jury, scoring, outcome, defence, prizes];

/** @returns names of the scenes that came true, sentences that did not, how many mails people wrote, and how many people */
export async function playWhole(theatre: Theatre): Promise<{ played: string[]; broken: string[]; mails: number; people: number }> {
  const story: Story = { theatre, played: [], broken: [], mails: 0, writers: new Set(), told: { day: '' }, progress: () => undefined };
  const scenes = acts.reduce((sum, act) => sum + act.scenes.length, 0);
  let begun = 0;
  for (const { title, scenes: own } of acts) {
    if (theatre.signal.aborted) break;
    chapter(story, title);
    for (const { name, at, play } of own) {
      if (theatre.signal.aborted) break;
      const done = begun++;
      story.progress = () => theatre.view.progress(done, scenes, name);
      story.progress();
      if (at !== undefined) await until(story, at);
      const before = story.broken.length;
      await play(story);
      if (story.broken.length === before) story.played.push(name);
    }
  }
  theatre.view.clear();
  return { played: story.played, broken: story.broken, mails: story.mails, people: story.writers.size };
}
