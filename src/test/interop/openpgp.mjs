// OpenPGP.js as a judge: reads files, prints one JSON object.
//   node openpgp.mjs decrypt KEY CERT MESSAGE    node openpgp.mjs verify CERT SIGNATURE DATA    node openpgp.mjs generate 4|6
import { readFile } from 'node:fs/promises';
import * as openpgp from 'openpgp';

const [, , verb, ...files] = process.argv;
const text = async file => readFile(file, 'utf8');
const certificates = async file => openpgp.readKeys({ armoredKeys: await text(file) });

async function judged(signatures) {
  const all = [];
  for (const one of signatures) {
    try {
      all.push({ key: one.keyID.toHex().toUpperCase(), good: await one.verified });
    } catch (why) {
      all.push({ key: one.keyID.toHex().toUpperCase(), good: false, why: why.message });
    }
  }
  return all;
}

if (verb === 'decrypt') {
  const message = await openpgp.readMessage({ armoredMessage: await text(files[2]) });
  const opened = await openpgp.decrypt({
    message, format: 'binary',
    decryptionKeys: await openpgp.readPrivateKeys({ armoredKeys: await text(files[0]) }),
    verificationKeys: await certificates(files[1]),
  });
  console.log(JSON.stringify({ data: Buffer.from(opened.data).toString('base64'), signatures: await judged(opened.signatures) }));
} else if (verb === 'generate') {
  const { privateKey } = await openpgp.generateKey({
    userIDs: [{ name: 'M', email: 'm@example.org' }], format: 'armored', date: new Date(Date.now() - 60000),
    config: { aeadProtect: true, v6Keys: files[0] === '6' },
  });
  console.log(JSON.stringify({ key: privateKey }));
} else {
  const checked = await openpgp.verify({
    message: await openpgp.createMessage({ binary: new Uint8Array(await readFile(files[2])) }),
    signature: await openpgp.readSignature({ armoredSignature: await text(files[1]) }),
    verificationKeys: await certificates(files[0]),
  });
  console.log(JSON.stringify({ signatures: await judged(checked.signatures) }));
}
