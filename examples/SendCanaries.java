import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends a canary probe of the specialist "math" every half second, for a minute; it passed (true) or failed (false). */
class SendCanaries {
    public static void main(String[] args) throws InterruptedException {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", args[0]);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 120; i++) {
                String event = """
                        {"event_id":"c%d","event_time":%d,"specialist":"math","probe_id":"golden-1","passed":%s}"""
                        .formatted(i, System.currentTimeMillis(), args[1]);
                producer.send(new ProducerRecord<>("telemetry.canaries.v1", "c" + i, event));
                Thread.sleep(500);
            }
        }
    }
}
