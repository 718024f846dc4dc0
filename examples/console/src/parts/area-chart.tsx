import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { formatNumber, formatTime } from '../format.js';
import { GROUP_NAMES, GROUPS } from '../states.js';
import type { Point } from './state-history.js';

/** From the bottom up. */
const STACK = [...GROUPS];

/** Columns of uPlot: seconds, then for each group the height of the stack up to it, the highest first. */
function columns(points: readonly Point[]): UPlot.AlignedData {
  const heights = points.map(({ counts }) => {
    let height = 0;
    return STACK.map((group) => (height += counts[group]));
  });
  return [points.map(({ at }) => at / 1000), ...STACK.map((_, level) => heights.map((row) => row[level]!)).reverse()];
}

function open(element: HTMLElement, data: UPlot.AlignedData): UPlot {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--ink-soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return new UPlot(
    {
      width: element.clientWidth,
      height: 220,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 36, 0, 0], // half of the last time is beyond the area
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(high, 1)] } },
      axes: [
        {
          ...axis,
          size: 30,
          space: 90,
          values: (_plot, seconds) => seconds.map((second) => formatTime(second * 1000)),
        },
        {
          ...axis,
          size: 54,
          values: (_plot, counts) => counts.map((count) => (Number.isInteger(count) ? formatNumber(count) : '')),
        },
      ],
      series: [
        {},
        ...[...STACK].reverse().map((group) => ({
          label: GROUP_NAMES[group],
          fill: colour(`--${group}`),
          width: 0,
          points: { show: false },
          paths: UPlot.paths.stepped!({ align: 1 }),
        })),
      ],
    },
    data,
    element,
  );
}

/** Stacked areas. A picture of the table beneath it. */
export default function AreaChart({ points }: { points: readonly Point[] }) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const data = columns(points);

  useEffect(() => {
    const host = element.current!;
    const draw = (): void => {
      const shown = plot.current?.data ?? data;
      plot.current?.destroy();
      plot.current = open(host, shown);
    };
    draw();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: host.clientWidth, height: 220 }));
    resized.observe(host);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      scheme.removeEventListener('change', draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => plot.current?.setData(data), [data]);

  return <div ref={element} className="chart" aria-hidden="true" />;
}
