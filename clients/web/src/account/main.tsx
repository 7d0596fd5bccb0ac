// One's own account: password, one-time codes, recovery code, sessions.
import { useEffect } from 'preact/hooks';
import { t } from '../shared/i18n.ts';
import { session } from '../shared/session.ts';
import { show } from '../ui/shell.tsx';
import { Password } from './password.tsx';
import { Recovery } from './recovery.tsx';
import { load, Sessions } from './sessions.tsx';
import { SecondFactor } from './second_factor.tsx';
import './account.css';

function Page() {
  useEffect(() => void load(), []);
  const user = session.value?.user;
  return (
    <div class="account">
      <p>{t('account.who', { name: user?.display_name ?? '', user: user?.username ?? '' })} <span class="quiet">{t('account.alias', { alias: user?.alias ?? '' })}</span></p>
      <SecondFactor />
      <Recovery />
      <Password />
      <Sessions />
    </div>
  );
}

void show('page.account', Page);
