/** A unit of systemd, one for each instance: `gatehouse@3000` listens on port 3000. */
import { type Deployment, settingsFile, stateDirectory } from './deployment.ts';

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

# It reads its settings, writes its state and log folders, and talks over the network; it may do nothing else.
${
  deployment.proxy === 'none'
    ? 'AmbientCapabilities=CAP_NET_BIND_SERVICE\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE'
    : 'CapabilityBoundingSet='
}
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
