/// The `camera.cfg` of the demo camera: a door station on a factory gate.
enum DemoConfiguration {
  /// - Parameter passwordHash: of the user `admin`.
  static func text(passwordHash: String) -> String {
    [
      "#:MODIFIED 2026-03-02 09:14:55\n# Saved by the web interface; edit with care.\n", base, image, exposure,
      DemoEvents.text, audio, transfer, timetables, concierge, users(passwordHash),
    ].joined(separator: "\n")
  }

  private static func users(_ passwordHash: String) -> String {
    """
    SECTION users
    # n=group:hash:name
    USER1=admins:\(passwordHash):admin
    ENDSECTION users

    """
  }

  private static let base = """
    SECTION identity
    MODEL=M26B
    SERIAL=10.32.4.17
    FIRMWARE=5.4.1.7
    HARDWARE=T3r2
    NAME=gate-north
    LOCATION=Plant 2, north gate
    ENDSECTION identity

    SECTION ethernet
    # The fixed address stays on the interface beside the one from DHCP.
    DHCP=1
    IP=192.168.20.41
    NETMASK=255.255.255.0
    GATEWAY=192.168.20.1
    DNS1=192.168.20.1
    DNS2=9.9.9.9
    DOMAIN=plant2.example
    HOSTNAME=gate-north
    IPV6=auto
    MTU=1500
    LINK=auto
    VLAN=0
    NTP1=192.168.20.1
    NTP2=pool.ntp.org
    HTTP_PORT=80
    HTTPS_PORT=443
    HTTPS_ONLY=1
    HTTPS_CERTIFICATE=certs/current.pem
    TLS_MINIMUM=1.2
    DOT1X=0
    DOT1X_IDENTITY=gate-north
    BONJOUR=1
    SNMP=0
    SNMP_LOCATION=Plant 2
    ENDSECTION ethernet

    SECTION time
    TIMEZONE=Europe/Berlin
    NTP_ENABLED=1
    NTP_INTERVAL=3600
    DATE_FORMAT=iso
    ENDSECTION time

    """

  private static let image = """
    SECTION imagecontrol
    RESOLUTION=2048x1536
    CODEC=mxpeg+
    QUALITY=60
    FRAMERATE=12
    H264_PROFILE=main
    H264_BITRATE=3000
    H264_GOP=24
    SHARPNESS=5
    SATURATION=0
    CONTRAST=0
    BRIGHTNESS=0
    BACKLIGHT=0
    NOISE_REDUCTION=auto
    ROTATE=0
    MIRROR=0
    TEXT=1
    TEXT_FORMAT=%N  %D %T
    TEXT_POSITION=bottom-left
    LOGO=0
    ZOOM=1.0
    PAN=0
    TILT=-120
    LENS_CORRECTION=1
    MASK=masks/privacy.pgm
    MASK_COLOUR=black
    DAYNIGHT=auto
    DAYNIGHT_THRESHOLD=8
    DAYNIGHT_DELAY=20
    ENDSECTION imagecontrol

    """

  private static let exposure = """
    SECTION exposure
    MODE=auto
    PROGRAM=balanced
    TIME_MIN=1/4000
    TIME_MAX=1/25
    GAIN_MAX=24
    WINDOW=centre
    WINDOW1=0,0,2048,900
    WINDOW1_WEIGHT=30
    WINDOW2=400,500,1200,1000
    WINDOW2_WEIGHT=100
    FLICKER=50
    WHITE_BALANCE=auto
    WHITE_BALANCE_RED=100
    WHITE_BALANCE_BLUE=100
    HDR=1
    HDR_STRENGTH=40
    ENDSECTION exposure

    """

  private static let audio = """
    SECTION audio
    MICROPHONE=1
    MICROPHONE_GAIN=55
    SPEAKER=1
    SPEAKER_VOLUME=70
    CODEC=opus
    ECHO_CANCELLATION=1
    BELL_SOUND=sounds/bell.wav
    BELL_VOLUME=80
    ANNOUNCE_RECORDING=0
    VOIP=1
    VOIP_REGISTRAR=pbx.plant2.example
    VOIP_USER=gate-north
    VOIP_PASSWORD=example
    VOIP_TIMEOUT=60
    VOIP_DTMF=rfc4733
    ENDSECTION audio

    """

  private static let transfer = """
    SECTION ftp
    FTP1_NAME=archive
    FTP1_SERVER=ftp.plant2.example
    FTP1_PORT=21
    FTP1_USER=gate
    FTP1_PASSWORD=example
    FTP1_PATH=/gate-north/%Y/%m/%d
    FTP1_PASSIVE=1
    FTP1_TLS=1
    FTP1_RETRY=3
    FTP2_NAME=none
    FTP2_SERVER=
    ENDSECTION ftp

    SECTION smtp
    SMTP_SERVER=mail.plant2.example
    SMTP_PORT=587
    SMTP_TLS=starttls
    SMTP_AUTH=1
    SMTP_USER=gate-north@plant2.example
    SMTP_PASSWORD=example
    SMTP_FROM=gate-north@plant2.example
    MAIL1_NAME=alarm
    MAIL1_TO=security@plant2.example
    MAIL1_SUBJECT=%N: %E
    MAIL1_ATTACH=3
    MAIL2_NAME=status
    MAIL2_TO=it@plant2.example
    MAIL2_SUBJECT=%N: status
    MAIL2_ATTACH=0
    ENDSECTION smtp

    """

  private static let timetables = """
    SECTION timetables
    TABLE1_NAME=working-hours
    TABLE1=Mon-Fri 06:00-18:00
    TABLE2_NAME=night
    TABLE2=Mon-Sun 22:00-06:00
    TABLE3_NAME=weekend
    TABLE3=Sat-Sun 00:00-24:00
    TABLE4_NAME=deliveries
    TABLE4=Mon-Fri 07:00-12:00
    HOLIDAY1=01-01
    HOLIDAY2=05-01
    HOLIDAY3=10-03
    HOLIDAY4=12-25
    HOLIDAY5=12-26
    ENDSECTION timetables

    """

  private static let concierge = """
    SECTION concierge.json
    {
      "language": "en",
      "stations": [
        { "name": "Reception", "call": "sip:100@pbx.plant2.example", "timetable": "working-hours" },
        { "name": "Security", "call": "sip:110@pbx.plant2.example", "timetable": "night" }
      ],
      "mailbox": { "enabled": true, "seconds": 60 },
      "door": { "module": "03", "confirm": true }
    }
    ENDSECTION concierge.json

    """
}
