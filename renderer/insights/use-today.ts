import { useEffect, useState } from 'react';
import { dayOf } from '../../shared/days.ts';
import type { Day } from '../../shared/insights.ts';
import { localDay } from '../../shared/schedule.ts';

/** The longest a timer is set for: what is longer, a browser would end at once. */
const longestMs = 60 * 60_000;

/** The local day it is; renders again when another begins. */
export function useToday(): Day {
  const [today, setToday] = useState(() => dayOf(Date.now()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const now = Date.now();
      setToday(dayOf(now));
      timer = setTimeout(look, Math.min(longestMs, localDay(now).endsAt - now + 1000));
    };
    look();
    return () => clearTimeout(timer);
  }, []);
  return today;
}
