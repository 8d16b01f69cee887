/** A text as a QR code: its modules as one path of unit squares. Loaded when somebody wants to see one. */
import qrcode from 'qrcode-generator';

export interface QrCode {
  /** Modules of a side, the quiet zone included. */
  readonly size: number;
  readonly path: string;
}

/** Light modules around the code, without which cameras do not find it. */
const QUIET = 4;

export function qrOf(text: string): QrCode {
  // 0: as small as the text allows; M: readable with 15 % of it covered.
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++)
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
  return { size: count + 2 * QUIET, path };
}
