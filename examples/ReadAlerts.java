import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints each alert: slo/alert/specialist, then the JSON object. */
class ReadAlerts {
    public static void main(String[] args) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", args[0]);
        settings.put("group.id", "pager");
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("slo.alerts.v1"));
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(alert -> System.out.println(alert.key() + " " + alert.value()));
            }
        }
    }
}
