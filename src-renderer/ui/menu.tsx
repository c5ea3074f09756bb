// A button that opens a short list of things to do.
import type { JSX, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import { cx } from './cx.ts';
import overlay from './overlay.module.css';

export type MenuAction = { readonly id: string; readonly label: string; readonly act: () => void; readonly isDanger?: boolean; readonly isDisabled?: boolean };

/** `trigger` must be a Button or IconButton. */
export const Menu = ({ trigger, label, actions }: { readonly trigger: ReactNode; readonly label: string; readonly actions: readonly MenuAction[] }): JSX.Element => (
  <MenuTrigger>
    {trigger}
    <Popover className={cx(overlay['popover'])} offset={4}>
      <AriaMenu aria-label={label} onAction={(id) => { actions.find((action) => action.id === id)?.act(); }}>
        {actions.map((action) => (
          <MenuItem key={action.id} id={action.id} textValue={action.label} isDisabled={action.isDisabled ?? false} className={cx(overlay['option'], action.isDanger === true && overlay['danger'])}>{action.label}</MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
);
