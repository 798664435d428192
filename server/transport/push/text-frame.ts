const FINAL_TEXT = 0x81;
const TWO_BYTES_MORE = 126;
const EIGHT_BYTES_MORE = 127;
const TWO_BYTES_MAX = 0xff_ff;

/** What stands before an unmasked text message of so many bytes on a WebSocket (RFC 6455, section 5.2). */
export function textFrameHeader(bytes: number): Buffer {
  if (bytes < TWO_BYTES_MORE) return Buffer.from([FINAL_TEXT, bytes]);
  if (bytes <= TWO_BYTES_MAX) {
    const header = Buffer.from([FINAL_TEXT, TWO_BYTES_MORE, 0, 0]);
    header.writeUInt16BE(bytes, 2);
    return header;
  }
  const header = Buffer.from([FINAL_TEXT, EIGHT_BYTES_MORE, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUIntBE(bytes, 4, 6);
  return header;
}
