// An Excel workbook, written as it goes: rows come in, compressed pieces come out. Office Open XML, ECMA-376.
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { toReadable } from './zip.ts';

/** Rows of one sheet, the head among them: Excel has no more. */
const MOST_ROWS = 1_048_576;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const each = (sheets: number, write: (sheet: number) => string): string =>
  Array.from({ length: sheets }, (_, index) => write(index + 1)).join('');

const toParts = (sheets: number, name: string): Record<string, string> => ({
  '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/>${each(sheets, (sheet) => `<Override PartName="/xl/worksheets/sheet${sheet}.xml" ContentType="${kind}.worksheet+xml"/>`)}</Types>`,
  '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each(sheets, (sheet) => `<sheet name="${sheet === 1 ? name : `${name} ${sheet}`}" sheetId="${sheet}" r:id="rId${sheet}"/>`)}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}">${each(sheets, (sheet) => `<Relationship Id="rId${sheet}" Type="${office}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`)}<Relationship Id="rId0" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  // The second style is a date with its time.
  'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
});

type Options = {
  name: string;
  /** The first row of every sheet. */
  headRow: string;
  pages: AsyncGenerator<{ lines: string; count: number }>;
  mostRows?: number;
};

/** A page with more rows than one sheet has room for is cut between its rows. */
export const writeWorkbook = ({ name, headRow, pages, mostRows = MOST_ROWS }: Options): Readable => {
  const zip = new ZipFile();
  let left = '';
  let ended = false;
  let current: Readable | null = null;
  const sheetOf = async function* (): AsyncGenerator<string> {
    yield `${head}<worksheet xmlns="${main}"><sheetData>${headRow}`;
    let room = mostRows - 1;
    while (room > 0) {
      if (left === '') {
        const page = await pages.next();
        if (page.done === true) {
          ended = true;
          break;
        }
        if (page.value.count <= room) {
          room -= page.value.count;
          yield page.value.lines;
          continue;
        }
        left = page.value.lines;
      }
      const rows = left.split('</row>').slice(0, -1);
      yield rows
        .slice(0, room)
        .map((row) => `${row}</row>`)
        .join('');
      left = rows
        .slice(room)
        .map((row) => `${row}</row>`)
        .join('');
      room -= Math.min(room, rows.length);
    }
    yield '</sheetData></worksheet>';
  };
  const addSheet = (sheet: number): void => {
    const rows = Readable.from(sheetOf(), { objectMode: false });
    current = rows;
    rows.on('error', (error) => output.destroy(error));
    rows.on('end', () => {
      // A last sheet with nothing but its head is better than to know the number of rows before.
      if (!ended || left !== '') return addSheet(sheet + 1);
      for (const [path, text] of Object.entries(toParts(sheet, name)))
        zip.addBuffer(Buffer.from(head + text), path, { mtime });
      zip.end();
    });
    zip.addReadStream(rows, `xl/worksheets/sheet${sheet}.xml`, { mtime });
  };
  const output = toReadable(zip, () => {
    current?.destroy();
    void pages.return(undefined);
  });
  addSheet(1);
  return output;
};

/** No entry says when it was made. */
const mtime = new Date(Date.UTC(2000, 0, 1));
