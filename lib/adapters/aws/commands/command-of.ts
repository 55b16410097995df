import type { IamCall } from '../../../core/account/call.ts';
import type { Command, Commands } from './command.ts';
import { groupCommands } from './group-commands.ts';
import { policyCommands } from './policy-commands.ts';
import { roleCommands } from './role-commands.ts';
import { userCommands } from './user-commands.ts';

const COMMANDS: Commands<IamCall> = { ...roleCommands, ...userCommands, ...groupCommands, ...policyCommands };

/** How a call is made. */
export function commandOf(call: IamCall): Command {
  return commandNamed(call.name, call);
}

type Calls = { readonly [C in IamCall as C['name']]: C };
type CommandTable = { readonly [N in keyof Calls]: (call: Calls[N]) => Command };

function commandNamed<N extends keyof Calls>(name: N, call: Calls[N]): Command {
  const table: CommandTable = COMMANDS;
  return table[name](call);
}
