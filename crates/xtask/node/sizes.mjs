// Prints the size of each file given, raw and as brotli (quality 11), as JSON: [[path, raw, brotli], …].
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const sizes = process.argv.slice(1).map((path) => {
  const bytes = readFileSync(path);
  const packed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  return [path, bytes.length, packed.length];
});
process.stdout.write(JSON.stringify(sizes));
