import { integer, matching, oneOf } from "../../checks.ts";
import { arn, type Kinds } from "../kind.ts";

/** Data Firehose: https://docs.aws.amazon.com/firehose/latest/APIReference/ */
export const firehose: Kinds = {
    "kinesis.FirehoseDeliveryStream": {
        id: "arn:aws:firehose:{region}:{account}:deliverystream/{name}",
        arn: "firehose:{region}:{account}:deliverystream/{name}",
        named: ["name", 64],
        immutable: ["destination"],
        checks: {
            name: matching(/^[\w.-]{1,64}$/, "1 to 64 letters, digits and _ . -"),
            "serverSideEncryption.keyType": oneOf("AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"),
            "serverSideEncryption.keyArn": arn,
            "extendedS3Configuration.roleArn": arn,
            "extendedS3Configuration.bucketArn": arn,
            "extendedS3Configuration.kmsKeyArn": arn,
            "extendedS3Configuration.bufferingSize": integer(1, 128),
            "extendedS3Configuration.bufferingInterval": integer(0, 900),
            "extendedS3Configuration.compressionFormat": oneOf(
                "UNCOMPRESSED",
                "GZIP",
                "ZIP",
                "Snappy",
                "HADOOP_SNAPPY",
            ),
        },
    },
};
