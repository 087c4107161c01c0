import type { AlarmEvent } from '@beatwatch/contracts';
import { useRef, type CSSProperties, type ReactNode } from 'react';
import type { Selection } from '../alarms/acknowledge-press.ts';
import { useKeys } from '../shell/use-keys.ts';
import { EnlargedTile } from './enlarged-tile.tsx';
import { enlargedArea, gridLayout, type GridArea, type GridLayout, type WindowSize } from './grid-layout.ts';
import type { RosterEntry } from './roster.ts';
import styles from './tile-grid.module.css';
import { Tile } from './tile.tsx';
import { useSize } from './use-size.ts';

export interface TileGridProps {
  readonly entries: readonly RosterEntry[];
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection | undefined) => void;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
  /** Below the tiles. */
  readonly children?: ReactNode;
}

/** Tiles of equal size that fill the window, and the selected one large over its place. */
export function TileGrid(props: TileGridProps): ReactNode {
  const { entries, selection, onSelect, onAcknowledge, children } = props;
  const [ref, size] = useSize();
  const layout = useLayout(entries.length, size);
  useArrowKeys({ entries, selection, onSelect, columns: layout?.columns ?? 1 });
  const index = entries.findIndex(({ patientId }) => patientId === selection?.patientId);
  const selected = entries[index];
  return (
    <div ref={ref} className={styles.window}>
      {layout !== undefined && size !== undefined && (
        <div
          className={styles.grid}
          style={gridStyle(layout)}
          data-testid="grid"
          data-columns={layout.columns}
        >
          {entries.map((entry) => (
            <Tile key={entry.patientId} {...entry} onAcknowledge={onAcknowledge} />
          ))}
          {selected !== undefined && (
            <div className={styles.enlarged} style={areaStyle(enlargedArea(index, layout, size))}>
              <EnlargedTile
                key={selected.patientId}
                entry={selected}
                alarmId={selection?.alarmId}
                onAcknowledge={onAcknowledge}
                onClose={() => {
                  onSelect(undefined);
                }}
              />
            </div>
          )}
        </div>
      )}
      {children}
    </div>
  );
}

/** Arrows select the next tile in their direction, from nowhere the first one. */
function useArrowKeys(
  props: Pick<TileGridProps, 'entries' | 'selection' | 'onSelect'> & { readonly columns: number },
): void {
  const { entries, selection, onSelect, columns } = props;
  const move = (step: number) => (): void => {
    const index = entries.findIndex(({ patientId }) => patientId === selection?.patientId);
    const next = index < 0 ? entries[0] : entries[index + step];
    if (next !== undefined) onSelect({ patientId: next.patientId });
  };
  useKeys({
    arrowleft: move(-1),
    arrowright: move(1),
    arrowup: move(-columns),
    arrowdown: move(columns),
  });
}

/** Keeps the layout of a window for as long as it has room. */
function useLayout(count: number, size: WindowSize | undefined): GridLayout | undefined {
  const kept = useRef<{ readonly size: WindowSize; readonly layout: GridLayout }>(undefined);
  if (size === undefined || size.widthPx === 0) return undefined;
  const before = kept.current?.size === size ? kept.current.layout : undefined;
  const layout = gridLayout(count, size, before);
  kept.current = { size, layout };
  return layout;
}

const gridStyle = ({ columns, rows, leastHeightPx }: GridLayout): CSSProperties => ({
  gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
  gridTemplateRows: `repeat(${rows}, minmax(${leastHeightPx}px, 1fr))`,
});

const areaStyle = ({ left, top, width, height }: GridArea): CSSProperties => ({
  left: `${100 * left}%`,
  top: `${100 * top}%`,
  width: `${100 * width}%`,
  height: `${100 * height}%`,
});
