/** Tests that find the process as it was, and leave it changed; two files have them. */
import { afterEach, expect, it, jest } from '@jest/globals';

const hooks: string[] = [];
const now = Date.now;

// Only a module that is loaded anew declares it for the second file too.
afterEach(() => void hooks.push('ran'));

export function changes(): void {
  it('finds the process as it was', () => {
    expect(hooks).toEqual([]);
    expect(process.env['CHANGED']).toBeUndefined();
    expect(Date.now).not.toHaveProperty('mock');
    expect('aText').toEqual(expect.any(String));
    expect(new Error('x')).toBeInstanceOf(Error);
  });

  it('leaves it changed', () => {
    expect(hooks).toEqual(['ran']);
    process.env['CHANGED'] = 'yes';
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 86_400_000);
    jest.useFakeTimers({ doNotFake: ['Date'] });
  });
}
