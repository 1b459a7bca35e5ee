/** The exhaustive map of jobs: with schemas/jobs.ts the table of contents of what this service does. */
import type { Handlers } from '../services.ts';
import { reportToCommittee } from './committee-report.ts';
import { compareEntryTexts } from './compare-entry.ts';
import { findAnswers } from './find-answers.ts';
import { compareMeaning } from './compare-meaning.ts';
import { followUpEntry } from './follow-up.ts';
import { forgetUnrelated } from './forget-unrelated.ts';
import { readMessage } from './read-message.ts';
import { readScan } from './read-scan.ts';
import { recheckEntries } from './recheck-entries.ts';
import { recheckEntry } from './recheck-entry.ts';
import { remindGaps } from './remind-gaps.ts';
import { judgePackage } from './judge-package.ts';
import { judgeUnreached } from './judge-unreached.ts';
import { lookAtSheets } from './look-at-divergence.ts';
import { remindFurtherJudge } from './remind-further-judge.ts';
import { remindJudges } from './remind-judges.ts';
import { removeBytes } from './remove-bytes.ts';
import { sendLetter } from './send-letter.ts';
import { settleLetter } from './settle-letter.ts';
import { staffSummary } from './staff-summary.ts';
import { takeUpEarly } from './take-up-early.ts';
import { tellRefusals } from './tell-refusals.ts';
import { verifyAll } from './verify.ts';

export const handlers: Handlers = {
  'read-message': readMessage,
  'read-scan': readScan,
  'compare-entry': compareEntryTexts,
  'compare-meaning': compareMeaning,
  'recheck-entries': recheckEntries,
  'recheck-entry': recheckEntry,
  'send-letter': sendLetter,
  'settle-letter': settleLetter,
  'tell-refusals': tellRefusals,
  'take-up-early': takeUpEarly,
  'remind-gaps': remindGaps,
  'committee-report': reportToCommittee,
  'staff-summary': staffSummary,
  'remind-judges': remindJudges,
  'judge-unreached': judgeUnreached,
  'remind-further-judge': remindFurtherJudge,
  'look-at-divergence': lookAtSheets,
  'judge-package': judgePackage,
  'find-answers': findAnswers,
  'follow-up': followUpEntry,
  verify: verifyAll,
  'forget-unrelated': forgetUnrelated,
  'remove-bytes': removeBytes,
};
