// The certificates an authority sends along with its stamp (RFC 3161 2.4.1, certReq), as PEM for whoever checks the stamp with openssl.
import { readDer, type DerNode } from './der.ts';

/** Null where the reply holds none. They are not judged here. */
export const stampCertificates = (reply: Uint8Array): string | null => {
  // TimeStampResp { status, ContentInfo { signedData, [0] SignedData { version, algorithms, content, [0] certificates, … } } }, RFC 5652 5.1
  const signedData = readDer(reply)?.children[1]?.children[1]?.children[0];
  const certificates = signedData?.children.find(({ tag }) => tag === 0xa0)?.children.filter(({ tag }) => tag === 0x30) ?? [];
  return certificates.length === 0 ? null : certificates.map(pemOf).join('');
};

const pemOf = (node: DerNode): string => {
  const lines = encode(node).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

/** DER has one way to write a length, so this gives back the bytes that were read. */
const encode = ({ tag, content }: DerNode): Buffer => {
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.of(tag, length), content]);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.concat([Buffer.of(tag, 128 + digits.length, ...digits), content]);
};
