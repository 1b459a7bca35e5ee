/** What the plan leaves open and nobody decided yet (plan items 19 and 34). */
import { createHash } from 'node:crypto';
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { openQuestionKeys, type OpenQuestionKey } from '../../schemas/open-questions.ts';
import { questionTexts } from './open-question-texts.ts';

export type OpenQuestion = LetterFacts<'open-questions'>['questions'][number] & { /** "complaintDays", or "rounds.defence.judging" */ key: string };
export type OpenQuestions = { questions: OpenQuestion[]; others: string[] };

/** In the order of openQuestionKeys, rounds last. */
export function openQuestions(contest: Contest): OpenQuestions {
  const { rounds, locale, questionsToCommittee } = contest;
  const settings = openQuestionKeys.flatMap((key) => (key === 'judging' || isDecided(key, contest) ? [] : [asked(key, contest, `openQuestions.${key}`)]));
  const judging = rounds.filter((r) => r.judging === undefined).map((round): OpenQuestion => {
    const { question, ...rest } = asked('judging', contest, `rounds, ${round.key}`);
    return { ...rest, key: `rounds.${round.key}.judging`, question: `${round.name[locale] ?? round.key}: ${question.charAt(0).toLocaleLowerCase(locale)}${question.slice(1)}` };
  });
  return { questions: [...settings, ...judging], others: questionsToCommittee.others.flatMap((o) => o[locale] ?? []) };
}

/** How long data are kept has a setting of its own, which carries it out. */
function isDecided(key: Exclude<OpenQuestionKey, 'judging'>, { openQuestions: decided, personalData }: Contest): boolean {
  return decided[key] !== undefined || (key === 'retentionMonths' && personalData.retention.contestMonths !== undefined);
}

/** @param setting of contest.yaml that decides it */
function asked(key: OpenQuestionKey, { locale, questionsToCommittee }: Contest, setting: string): OpenQuestion {
  const { silent, form, ...texts } = questionTexts(key, locale);
  return { key, ...texts, planSays: questionsToCommittee.planSays[key]?.[locale] ?? silent, line: `${setting}: ${form}` };
}

/** SHA-256 (hex) of all that would be asked: another one once something was decided, or is said otherwise. */
export function questionsHash(open: OpenQuestions): string {
  return createHash('sha256').update(JSON.stringify(open)).digest('hex');
}
