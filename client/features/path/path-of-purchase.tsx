import { SectionHead } from '../../components/section-head.tsx';
import type { Moment } from '../../lib/moment.ts';
import { drawingHeight, useWidth } from '../../lib/use-width.ts';
import { layoutPath, PATH } from './path-layout.ts';
import { StationBox } from './station-box.tsx';
import { pathPicture } from './stations.ts';
import { WireLine } from './wire-line.tsx';

/** `gate`: the strategy asks Redis first. */
export interface PathOfPurchaseProps {
  readonly moment: Moment;
  readonly gate: boolean;
}

/** Clients, API, the gate, Postgres: a ring waits, a dot moves, a padlock is held. */
export function PathOfPurchase({ moment, gate }: PathOfPurchaseProps) {
  const [ref, width] = useWidth<SVGSVGElement>();
  const picture = pathPicture(moment, gate);
  const layout = layoutPath(picture.stations.length, Math.max(width, 280));
  const { stations, wires } = picture;
  const spoken = [
    ...stations.map(({ name, value, unit }) => `${name}: ${value} ${unit}`),
    ...wires.map(({ note }) => note).filter((note) => note !== ''),
  ].join('. ');
  return (
    <section className="border-b border-line px-4 py-3 tab:px-6" aria-label="Path of a purchase">
      <SectionHead title="Path of a purchase">{picture.queue}</SectionHead>
      <svg
        ref={ref}
        role="img"
        aria-label={spoken}
        className="block w-full"
        viewBox={`0 0 ${Math.max(width, 280)} ${PATH.height}`}
        style={drawingHeight(PATH.height)}
      >
        {layout.wires.map((segment, index) => {
          const wire = wires[index];
          return (
            wire && (
              <WireLine
                key={index}
                wire={wire}
                segment={segment}
                layout={layout}
                advance={moment.path.answered ?? moment.sold ?? 0}
              />
            )
          );
        })}
        {layout.boxes.map((segment, index) => {
          const station = stations[index];
          return (
            station && (
              <StationBox key={station.name} station={station} segment={segment} narrow={layout.narrow} />
            )
          );
        })}
      </svg>
    </section>
  );
}
