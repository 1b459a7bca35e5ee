/** What sees words on one upright page: Tesseract as a program of the machine, or the one within us. */
export type SeenWord = { text: string; /** per cent */ confidence: number; /** pixels of the page */ bbox: { x0: number; y0: number; x1: number; y1: number } };
export type SeenLine = { words: SeenWord[] };

/** Lines of a page from a PNG. Throws where it cannot. */
export type Engine = (png: Buffer) => Promise<SeenLine[]>;
