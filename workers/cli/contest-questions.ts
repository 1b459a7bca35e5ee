import type { Command } from 'commander';
import { openQuestions } from '../../src/contest/open-questions.ts';
import { contestOf, environment } from './context.ts';
import { colour, print, printJson } from './print.ts';

/** `mailroom contest questions`: what the plan leaves open and nobody decided; `approvals propose questions` asks the committee. */
export function addQuestions(contest: Command): void {
  contest.command('questions').description('what the plan leaves open and contest.yaml does not decide, with what happens meanwhile').option('--json', 'JSON on stdout').action(async ({ json }: { json?: boolean }) => {
    const loaded = await contestOf(environment());
    const { questions, others } = openQuestions(loaded.contest);
    if (json) return printJson({ questions, others });
    for (const q of questions) print(`${colour(q.question, 'bold')}\n  plan       ${q.planSays}\n  meanwhile  ${q.meanwhile}\n  decided    ${q.decided}\n  line       ${q.line}\n`);
    if (others.length > 0) print(`No setting decides these; the rules should say them all the same:\n${others.map((o) => `  ${o}`).join('\n')}\n`);
    print(questions.length === 0 ? 'contest.yaml decides every question it can.' : `${questions.length} open. \`mailroom approvals propose questions\` asks the committee.`);
  });
}
