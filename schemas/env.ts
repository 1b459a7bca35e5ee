/** The environment, read in one place and refused by name. Secrets may come from files: NAME_FILE instead of NAME. */
import { z } from 'zod';

const url = (schemes: string[], example: string) => z.string().refine(
  (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), `expected ${example}`);

/** 32 bytes or more of any text; the first key signs, all verify. */
const secretKeys = z.string().transform((value) => value.split(',').map((key) => key.trim()).filter((key) => key !== ''))
  .refine((keys) => keys.length > 0 && keys.every((key) => Buffer.byteLength(key) >= 32), 'expected 32 bytes or more (several separated by commas)');

/** `on`, or better the names that our own receiving servers write behind "by" in Received. */
const mailauth = z.string().transform((value) => value.toLowerCase().split(',').map((name) => name.trim()).filter((name) => name !== '' && name !== 'on'))
  .refine((names) => names.every((name) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)), 'expected on, or the names of our receiving servers as mx.office.gov.vn,mx2.office.gov.vn');

export const envSchema = z.object({
  DATABASE_URL: url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/database').optional(),
  REDIS_URL: url(['redis', 'rediss'], 'redis://host:6379 or rediss://…, with ?cluster=1 for any node of a cluster').optional(),
  IMAP_URL: url(['imap', 'imaps'], 'imaps://user:password@host:993/INBOX').optional(),
  SMTP_URL: url(['smtp', 'smtps'], 'smtps://user:password@host:465 or smtp://…').optional(),
  DATA_DIR: z.string().min(1, 'expected a folder').default('./data'),
  CONTEST_DIR: z.string().min(1, 'expected a contest folder').default('contests/hau-giang-2024'),
  CONSOLE_URL: url(['http', 'https'], 'https://host').optional(),
  SECRET_KEY: secretKeys.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TLS_CA_FILE: z.string().min(1, 'expected a PEM file').optional(),
  CLAMD_URL: url(['tcp', 'unix'], 'tcp://host:3310').optional(),
  AUTHSERV_ID: z.string().min(1, 'expected the name our receiving server writes into Authentication-Results').optional(),
  /** [] = on without names */
  MAILAUTH: mailauth.optional(),
  /** of the embeddings service that checks.originality.embeddings names, where it asks for one */
  EMBEDDINGS_KEY: z.string().min(1, 'expected the key of the embeddings service').optional(),
  /** test only: the point and the fault are of src/failpoint.ts */
  FAILPOINT: z.string().regex(/^[a-z-]+:[1-9]\d*:[a-z-]+$/, 'expected POINT:NTH:FAULT').optional(),
  /** test only: shortens leases and pauses so that recovery is seen within seconds */
  FAST_RECOVERY: z.enum(['1']).optional(),
});

export type Env = z.infer<typeof envSchema>;
/** Variables that may be given as a file. */
export const secretVariables = ['DATABASE_URL', 'REDIS_URL', 'IMAP_URL', 'SMTP_URL', 'SECRET_KEY', 'EMBEDDINGS_KEY'] as const;
