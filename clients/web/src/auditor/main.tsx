// The auditor's page: is the log whole, who looked at what and why, what is unusual, and an export to check elsewhere.
import { useEffect } from 'preact/hooks';
import { loadDirectory } from '../shared/directory.ts';
import { listen } from '../shared/events.ts';
import { show } from '../ui/shell.tsx';
import { Alerts, load as loadAlerts } from './alerts.tsx';
import { LogState } from './check.tsx';
import { Events, load as loadEvents } from './events.tsx';
import { Exporting } from './export.tsx';
import './auditor.css';

function Page() {
  useEffect(() => {
    void loadDirectory();
    void loadAlerts();
    void loadEvents();
    return listen((notice) => { if (notice.kind.startsWith('alert') || notice.kind === 'reset') void loadAlerts(); });
  }, []);
  return (
    <div class="audit">
      <div class="stack">
        <LogState />
        <Alerts />
        <Exporting />
      </div>
      <Events />
    </div>
  );
}

void show('page.auditor', Page);
