import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** One data centre that is not Telegram's: where it listens and the key it proves itself with. */
export interface DataCentreEntry {
  /** 1 to 5: the number accounts and sessions refer to it by. */
  readonly id: number;
  readonly host: string;
  readonly port: number;
  /** PKCS#1 PEM. */
  readonly publicKey: string;
}

/** A data centre to use in place of Telegram's, with those it may send accounts on to. */
export interface DataCentreConfig extends DataCentreEntry {
  readonly others: readonly DataCentreEntry[];
}

const entryShape = {
  id: z
    .int('“id” must be a whole number from 1 to 5')
    .min(1, '“id” must be from 1 to 5')
    .max(5, '“id” must be from 1 to 5'),
  host: z.string('“host” must be a host name or address').min(1, '“host” must not be empty'),
  port: z
    .int('“port” must be a whole number from 1 to 65535')
    .min(1, '“port” must be from 1 to 65535')
    .max(65_535, '“port” must be from 1 to 65535'),
  publicKey: z
    .string('“publicKey” is missing: it must be an RSA public key')
    .refine(
      isPublicKey,
      '“publicKey” must be an RSA public key in PKCS#1 PEM (“-----BEGIN RSA PUBLIC KEY-----”)',
    ),
};

const configSchema = z.object(
  {
    ...entryShape,
    others: z.array(z.object(entryShape), '“others” must be a list of data centres').default([]),
  },
  'the file must hold one JSON object',
);

/**
 * Reads the text of a data centre file. Throws an Error whose message is a sentence for the person who wrote
 * the file: no JSON, a key that is none, a port out of range.
 */
export function parseDataCentreConfig(text: string): DataCentreConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('The data centre file is not JSON. It must hold id, host, port and publicKey.');
  }
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path[0] === 'others' ? `entry ${Number(issue.path[1] ?? 0) + 1} of “others”: ` : '';
    throw new Error(`The data centre file cannot be used: ${place}${issue?.message ?? 'it is malformed'}.`);
  }
  const ids = [parsed.data.id, ...parsed.data.others.map((other) => other.id)];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new Error(`The data centre file cannot be used: data centre ${twice} is described twice.`);
  }
  return parsed.data;
}

function isPublicKey(pem: string): boolean {
  try {
    return createPublicKey({ key: pem, format: 'pem', type: 'pkcs1' }).asymmetricKeyType === 'rsa';
  } catch {
    // Not a key: the caller's message says what is expected instead of OpenSSL's.
    return false;
  }
}
