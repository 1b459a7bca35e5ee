/** Every paper after the judging, in the order of their names. */
import type { Dossier, Paper } from './dossier.ts';
import { bonusList, followUpList } from './agency-books.ts';
import { finalReport } from './final-report.ts';
import { minutes } from './minutes.ts';
import { oversight, sourcesBook } from './oversight.ts';
import { pressKit } from './press.ts';
import { budget, certificates } from './prize-books.ts';
import { rankingBook } from './ranking-book.ts';
import { submissions } from './submission.ts';

/** The last one names the source of each figure of the others. */
export async function allPapers(dossier: Dossier): Promise<Paper[]> {
  const papers = [await minutes(dossier), ...await submissions(dossier), rankingBook(dossier), certificates(dossier), budget(dossier), bonusList(dossier), await pressKit(dossier), followUpList(dossier), oversight(dossier), await finalReport(dossier)];
  return [...papers, sourcesBook(dossier, papers)];
}
