import { describe } from 'vitest';
import { chaosKeepsEveryPromise, chaosMissing } from '../chaos/in-vitest.ts';

if (chaosMissing !== null) console.log(`not run here: three hundred mails in chaos (${chaosMissing})`);

describe.skipIf(chaosMissing !== null)('three hundred mails, while everything is killed, cut off and lied to', () => {
  chaosKeepsEveryPromise(300, 900_000);
});
