/// A module of the demo camera.
struct DemoModule {
  let address: String
  let kind: String
  let serial: String
  let firmware: String
  let configuration: String
}

/// The modules of the demo camera: a door station with a keypad, a bell, a lock, sensors and a serial interface.
enum DemoModules {
  static let all = [keypad, bell, door, sensors, serialBox]

  private static let keypad = DemoModule(
    address: "01", kind: "KeypadRFID", serial: "10.33.71.8", firmware: "1.7.2",
    configuration: """
      SECTION keypad
      BACKLIGHT=auto
      BACKLIGHT_LEVEL=60
      KEY_SOUND=click
      KEY_VOLUME=40
      CODE_DIGITS=6
      CODE_TIMEOUT=10
      WRONG_CODES=5
      LOCK_SECONDS=300
      TAMPER_ALARM=1
      ENDSECTION keypad
      SECTION rfid
      CARD_TYPE=desfire-ev2
      READ_RANGE=normal
      MASTER_CARD=04A31B22C95E80
      CARD1=04F19A6A715C80:front-office
      CARD2=04C27E12AA3B80:caretaker
      CARD3=045D1C0BE86780:night-shift
      ENDSECTION rfid

      """)

  private static let bell = DemoModule(
    address: "02", kind: "BellRFID", serial: "10.33.72.103", firmware: "1.4.0",
    configuration: """
      SECTION bell
      BUTTONS=2
      LABEL1=Reception
      LABEL2=Delivery
      RING_SOUND=bell
      RING_VOLUME=80
      RING_SECONDS=20
      BACKLIGHT=on
      BACKLIGHT_LEVEL=35
      ENDSECTION bell
      SECTION rfid
      CARD_TYPE=desfire-ev2
      MASTER_CARD=04A31B22C95E80
      CARD1=04F19A6A715C80:front-office
      ENDSECTION rfid

      """)

  private static let door = DemoModule(
    address: "03", kind: "DoorMaster", serial: "10.33.74.12", firmware: "2.0.1",
    configuration: """
      SECTION door
      LOCK=electric-strike
      RELAY=normally-open
      OPEN_SECONDS=4
      DOOR_SENSOR=reed
      DOOR_AJAR_SECONDS=45
      EXIT_BUTTON=1
      EMERGENCY_CODE_ENABLED=0
      BATTERY_BUFFER=1
      TAMPER_ALARM=1
      PAIRED_CAMERA=10.32.4.17
      ENDSECTION door

      """)

  private static let sensors = DemoModule(
    address: "04", kind: "MxMultiSense", serial: "10.33.80.240", firmware: "1.1.6",
    configuration: """
      SECTION sensors
      PIR_ENABLED=1
      PIR_SENSITIVITY=70
      TEMPERATURE_UNIT=celsius
      TEMPERATURE_OFFSET=-0.5
      TEMPERATURE_ALARM_HIGH=45
      TEMPERATURE_ALARM_LOW=-15
      LIGHT_ENABLED=1
      LIGHT_THRESHOLD=12
      MICROPHONE=0
      REPORT_SECONDS=30
      ENDSECTION sensors

      """)

  private static let serialBox = DemoModule(
    address: "05", kind: "MX-232-IO-Box", serial: "10.33.65.31", firmware: "1.9.0",
    configuration: """
      SECTION serial
      MODE=data
      BAUD=9600
      DATABITS=8
      PARITY=none
      STOPBITS=1
      FLOW=none
      ENDSECTION serial
      SECTION io
      INPUT1=closed
      INPUT1_NAME=gate-contact
      INPUT2=open
      INPUT2_NAME=unused
      OUTPUT1=pulse
      OUTPUT1_SECONDS=2
      OUTPUT1_NAME=gate-opener
      OUTPUT2=off
      ENDSECTION io

      """)
}
