/** The reference contest with the judging that its notes propose. */

/** contest.yaml with the notes below `rounds` taken up. */
export function withScoring(yaml: string): string {
  return yaml.replace(/^ {4}# ((?:judging|scoring):| {2,}.*)$/gm, '    $1');
}
