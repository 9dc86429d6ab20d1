/** Whether the command line names a server elsewhere: known to all commands, also those that look at no such option. */

let named: string | undefined;

/** Before each command. @param server of --server or GATEHOUSE_SERVER */
export const nameServer = (server: string | undefined): void => {
  named = server;
};

/** A command that works on the database beside it must not do here what was meant for there. */
export const namesServer = (): boolean => named !== undefined && named !== '';
