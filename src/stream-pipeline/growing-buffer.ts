const initialBytes = 65_536;

/**
 * Text gathered as bytes. A batch joined as one string would keep thousands of its pieces alive at once, which costs
 * the collector more than the text costs to make.
 */
export class GrowingBuffer {
  private bytes = Buffer.allocUnsafe(initialBytes);
  private length = 0;

  append(text: string): void {
    this.makeRoom(3 * text.length); // the most UTF-8 needs for a UTF-16 unit
    this.length += this.bytes.write(text, this.length);
  }

  contents(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  private makeRoom(needed: number): void {
    if (this.bytes.length - this.length >= needed) return;
    const grown = Buffer.allocUnsafe(2 * this.bytes.length + needed);
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}
