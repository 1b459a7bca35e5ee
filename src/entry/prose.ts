/** What a letter without labels says of its writer and of the idea. */

export type Prose = { name: string | null; unit: string | null; title: string | null };

const NAME = /(?:[Tt]ôi|[Ee]m|[Mm]ình|[Cc]háu|[Hh]ọ) (?:tên )?(?:là|tên là)\s*:?\s*((?:\p{Lu}[\p{L}’']*)(?:\s+\p{Lu}[\p{L}’']*){1,6})/u;
const ENGLISH_NAME = /(?:[Mm]y name is|I am)\s+((?:\p{Lu}[\p{L}’'-]*)(?:\s+\p{Lu}[\p{L}’'-]*){1,4})/u;
const UNIT = /(?:công tác tại|làm việc tại|đang công tác ở|nhân viên của|cán bộ của|viên chức của|I work (?:at|for)|working (?:at|for))\s+(?:the\s+)?([^,.;()\n]{4,150})/iu;
const QUOTED_TITLE = /(?:giải pháp|sáng kiến|mô hình|đề tài|ý tưởng|bài dự thi|entry|idea|project)[^"“”\n:.]{0,60}:?\s*["“]([^"“”\n]{8,300})["”]/iu;

/** Name, unit and title that stand in sentences; null where none does. */
export function prose(text: string): Prose {
  const sample = text.slice(0, 20_000);
  return {
    name: (NAME.exec(sample) ?? ENGLISH_NAME.exec(sample))?.[1] ?? null,
    unit: UNIT.exec(sample)?.[1]?.trim() ?? null,
    title: QUOTED_TITLE.exec(sample)?.[1]?.trim() ?? null,
  };
}
