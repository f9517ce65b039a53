/** CRC-16/XMODEM (polynomial 0x1021, start 0): the checksum of NATS nkeys and Stellar's strkeys. */
export function crc16(data: Uint8Array): number {
  let crc = 0;
  for (const byte of data) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** Whether the last two bytes, least significant first, are the CRC of those before them. */
export function endsWithCrc16(data: Uint8Array): boolean {
  const end = data.length - 2;
  return end > 0 && crc16(data.subarray(0, end)) === ((data[end]) | ((data[end + 1]) << 8));
}

/** The same bytes with the last two overwritten by the CRC of those before them. */
export function withCrc16(data: Uint8Array): Uint8Array {
  const out = data.slice();
  const crc = crc16(out.subarray(0, out.length - 2));
  out[out.length - 2] = crc & 0xff;
  out[out.length - 1] = crc >> 8;
  return out;
}
