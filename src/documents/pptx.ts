/** PowerPoint 2007 and later (ECMA-376 part 1, 19): the slides in their order. */
import { append, BREAK, unreadable, type Lines, type Reader } from './document.ts';
import { LineBuilder } from './builder.ts';
import { noteMacro } from './docx.ts';
import { relations } from './relations.ts';
import { attribute, walkXml, type Walk } from './xml.ts';
import { openZip, refusePictures, type OfficeZip } from './zip.ts';

export const pptx: Reader = {
  types: ['pptx', 'pptm', 'ppsx', 'ppsm', 'potx', 'potm'],
  read: async (bytes, flags) => {
    const zip = await openZip(bytes, flags);
    noteMacro(zip, flags);
    const slides = await slidesOf(zip);
    if (slides.length === 0) throw unreadable('damaged', 'no slides');
    const lines: Lines = [];
    for (const slide of slides) {
      const builder = new LineBuilder();
      await walkXml(zip.pieces(slide), slideWalk(builder));
      append(lines, builder.lines());
    }
    refusePictures(zip, lines);
    return { lines, method: 'pptx' };
  },
};

async function slidesOf(zip: OfficeZip): Promise<string[]> {
  const targets = await relations(zip, 'ppt/presentation.xml');
  const slides: string[] = [];
  await walkXml(zip.pieces('ppt/presentation.xml'), {
    open: (name, a) => {
      const path = name === 'sldId' ? targets.get(a['r:id'] ?? '') : undefined;
      if (path !== undefined && slides.length < 1_000) slides.push(path);
    },
  });
  return slides.length > 0 ? slides : zip.names.filter((name) => /^ppt\/slides\/slide\d{1,4}\.xml$/.test(name)).sort((a, b) => numberIn(a) - numberIn(b));
}

function numberIn(name: string): number {
  return Number(/(\d{1,4})\.xml$/.exec(name)?.[1] ?? 0);
}

/** Fields that say where a slide stands, not what it says. */
const FURNITURE = /^(slidenum|datetime)/;

function slideWalk(builder: LineBuilder): Walk {
  let out = 0;
  let inText = false;
  const opens: Record<string, () => void> = {
    t: () => { inText = true; },
    tab: () => builder.text(' '),
    br: () => builder.text(BREAK),
    tr: () => builder.openRow(),
    tc: () => builder.openCell(),
  };
  const closes: Record<string, () => void> = {
    t: () => { inText = false; },
    p: () => builder.endParagraph(),
    tr: () => builder.closeRow(),
    tc: () => builder.closeCell(),
  };
  return {
    open: (name, a) => {
      if (out > 0 || name === 'Fallback' || (name === 'fld' && FURNITURE.test(attribute(a, 'type') ?? ''))) out++;
      else opens[name]?.();
    },
    text: (text) => { if (inText && out === 0) builder.text(text); },
    close: (name) => {
      if (out > 0) out--;
      else closes[name]?.();
    },
    enough: () => builder.full,
  };
}
