import { beforeEach, expect, test, vi } from 'vitest';

const { shell, dialog } = vi.hoisted(() => ({
  shell: { openExternal: vi.fn(async (_address: string) => undefined) },
  dialog: { showMessageBox: vi.fn(async (_options: { detail: string }) => ({ response: 0 })) },
}));
vi.mock('electron', () => ({ app: {}, session: {}, shell, dialog }));

const { openOutside } = await import('../../../electron/desktop/guard.ts');

const warnings: string[] = [];
const log = { warn: (message: string) => warnings.push(message), error: () => undefined };

beforeEach(() => {
  vi.clearAllMocks();
  warnings.length = 0;
});

test('Telegram’s own pages are opened at once', async () => {
  await openOutside('https://t.me/durov', log);
  expect(dialog.showMessageBox).not.toHaveBeenCalled();
  expect(shell.openExternal).toHaveBeenCalledWith('https://t.me/durov');
});

test('a page that a post links to is opened only after the person was shown where it leads', async () => {
  dialog.showMessageBox.mockResolvedValueOnce({ response: 1 });
  await openOutside('https://example.org/', log);
  expect(dialog.showMessageBox.mock.calls[0]?.[0].detail).toBe('https://example.org/');
  expect(shell.openExternal).not.toHaveBeenCalled();
  await openOutside('https://example.org/', log);
  expect(shell.openExternal).toHaveBeenCalledWith('https://example.org/');
});

test('one question is asked at a time, and nothing but a page of the web is asked about', async () => {
  const answer = Promise.withResolvers<{ response: number }>();
  dialog.showMessageBox.mockReturnValueOnce(answer.promise);
  const first = openOutside('https://one.example/', log);
  await openOutside('https://two.example/', log);
  expect(dialog.showMessageBox).toHaveBeenCalledOnce();
  answer.resolve({ response: 1 });
  await first;
  await openOutside('file:///etc/passwd', log);
  expect(dialog.showMessageBox).toHaveBeenCalledOnce();
  expect(shell.openExternal).not.toHaveBeenCalled();
  expect(warnings).toHaveLength(2);
});
