import { GenerationError } from '../generator.js';

/** Reads the body of an answer, no more of it than is allowed. @throws GenerationError unknown when it is longer */
export async function readBounded(response: Response, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > mostBytes)
      throw new GenerationError('unknown', `ComfyUI answered more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
