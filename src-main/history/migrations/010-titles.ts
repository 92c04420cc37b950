// What plays are called, beside them: one column that is searched and sorted without asking the table of items.

export const titles = `
ALTER TABLE play ADD COLUMN titles VARCHAR;
UPDATE play SET titles = lower(strip_accents(
  coalesce(item->>'grandparentTitle', item->>'title') || chr(10) || concat_ws(' ',
    CASE WHEN item->>'grandparentTitle' IS NOT NULL THEN item->>'title' END, item->>'parentTitle', item->>'originalTitle')));
ALTER TABLE item DROP COLUMN search;
`;
