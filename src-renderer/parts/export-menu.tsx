// The plays that are chosen, as a file: in the format that the owner's other programs read.
import { Menu } from '@base-ui/react/menu';
import { downloadPaths, type ExportFormat } from '../../src-contract/export.ts';
import { Button } from './button.tsx';
import { type Filter, writeFilter } from './filter/filter-address.ts';
import { toAsked } from './filter/use-filter.ts';
import { Icon } from './icon.tsx';
import menu from './menu.module.css';

const formats: ReadonlyArray<{ format: ExportFormat; says: string }> = [
  { format: 'xlsx', says: 'Excel (.xlsx)' },
  { format: 'csv', says: 'CSV' },
  { format: 'json', says: 'JSON' },
  { format: 'parquet', says: 'Parquet' },
];

/** Where the window finds what can be downloaded, wherever it was loaded from. */
export function toDownload(path: string, query: URLSearchParams = new URLSearchParams()): string {
  const asked = query.toString();
  return new URL(`api/v1${path}${asked === '' ? '' : `?${asked}`}`, document.baseURI).href;
}

/** The browser asks; what comes is a file, so the page stays. */
export function download(uri: string): void {
  Object.assign(document.createElement('a'), { href: uri, download: '' }).click();
}

export function ExportMenu({ filter }: { filter: Filter }) {
  const save = (format: ExportFormat) => {
    const query = new URLSearchParams({ format });
    writeFilter(toAsked(filter), query);
    // A spreadsheet takes a file without the mark for one of another alphabet.
    if (format === 'csv') query.set('bom', 'true');
    download(toDownload(downloadPaths.plays, query));
  };
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<Button look="bare" />}>
        Export
        <Icon name="chevron" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className={menu.positioner}>
          <Menu.Popup className={menu.popup} aria-label="Export these plays">
            {formats.map(({ format, says }) => (
              <Menu.Item key={format} className={menu.item} onClick={() => save(format)}>
                {says}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
