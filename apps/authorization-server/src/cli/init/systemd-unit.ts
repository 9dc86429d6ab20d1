/** A unit of systemd, one for each instance: `gatehouse@3000` listens on port 3000. */
import { type Deployment, settingsFile, stateDirectory } from './deployment.ts';
import { compileCache, hardening } from './hardening.ts';

export const systemdUnit = (deployment: Deployment): string => `[Unit]
Description=Gatehouse authorization server, port %i
Wants=network-online.target
After=network-online.target${deployment.databaseUrl.startsWith('sqlite:') ? '' : ' postgresql.service'}

[Service]
Type=exec
User=gatehouse
Group=gatehouse
Environment=GATEHOUSE_CONFIG_FILE=${settingsFile(deployment)}
# The management port, for /readyz and /metrics, is the port with a 1 before it: 13000 for 3000.
Environment=GATEHOUSE_PORT=%i GATEHOUSE_MANAGEMENT_PORT=1%i
ExecStart=${deployment.installation}/bin/gatehouse serve
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=2
# The settings are wrong: another start would fail in the same way.
RestartPreventExitStatus=78
TimeoutStopSec=30
StateDirectory=${stateDirectory.replace('/var/lib/', '')}
StateDirectoryMode=0700
LogsDirectory=gatehouse
LogsDirectoryMode=0750
UMask=0077
${compileCache('gatehouse')}
${hardening({ bindsLowPorts: deployment.proxy === 'none', hashesPasswords: true })}
[Install]
WantedBy=multi-user.target
`;
