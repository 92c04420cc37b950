// Chooses for which reason something was converted; offered are those that occurred.
import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { reasonCodeSchema, type ReasonCode } from '../../../src-contract/reason.ts';
import { reasonWords } from '../../../src-contract/text/reasons.ts';
import { useMarquee } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import menu from '../../parts/menu.module.css';

type Props = {
  chosen: ReasonCode | null;
  server: string | null;
  onChoose: (code: ReasonCode | null) => void;
};

const all = 'all';

export function ReasonMenu({ chosen, server, onChoose }: Props) {
  const { procedures } = useMarquee();
  const facets = useQuery({
    ...procedures.history.facets.queryOptions({
      input: { of: 'reason', decision: ['transcode', 'copy'], ...(server === null ? {} : { server: [server] }) },
    }),
    retry: false,
  });
  const known = (facets.data ?? []).flatMap(({ value, plays }) => {
    const code = reasonCodeSchema.safeParse(value).data;
    return code === undefined ? [] : [{ code, plays }];
  });
  if (known.length === 0 && chosen === null) return null;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<Button look="bare" />}>
        {chosen === null ? 'All reasons' : reasonWords[chosen].title}
        <Icon name="chevron" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className={menu.positioner}>
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup
              value={chosen ?? all}
              onValueChange={(value) => onChoose(reasonCodeSchema.safeParse(value).data ?? null)}
            >
              {[{ value: all, label: 'All reasons' }, ...known.map(toEntry)].map(({ value, label }) => (
                <Menu.RadioItem key={value} value={value} closeOnClick className={menu.item}>
                  <span className={menu.tick}>
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function toEntry({ code, plays }: { code: ReasonCode; plays: number }): { value: string; label: string } {
  return { value: code, label: `${reasonWords[code].title} (${plays})` };
}
