const { pathToFileURL } = require('node:url');

const CONTENT = Array.from(
  { length: 40 },
  (_, i) =>
    `BT /F1 ${6 + (i % 12)} Tf ${5 + i} ${190 - 4 * i} Td (Many hands, line ${i}) Tj ET ${i} ${i} 30 ${i} re f`,
).join('\n');

exports.open = async (folder) => {
  const mupdf = await import(pathToFileURL(`${folder}/node_modules/mupdf/dist/mupdf.js`));
  return async () => {
    const made = new mupdf.PDFDocument();
    const font = made.addSimpleFont(new mupdf.Font('Times-Roman'));
    made.insertPage(-1, made.addPage([0, 0, 200, 200], 0, { Font: { F1: font } }, CONTENT));
    const read = mupdf.Document.openDocument(made.saveToBuffer('compress').asUint8Array(), 'application/pdf');
    const page = read.loadPage(0);
    const pixels = page.toPixmap(mupdf.Matrix.scale(3, 3), mupdf.ColorSpace.DeviceRGB).getPixels();
    return page.toStructuredText().asText() + Buffer.from(pixels).toString('base64');
  };
};
