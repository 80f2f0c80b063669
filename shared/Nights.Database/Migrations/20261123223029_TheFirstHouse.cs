using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class TheFirstHouse : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    @operator = table.Column<string>(name: "operator", type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "campaign",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    spec = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    planned_paintings = table.Column<int>(type: "integer", nullable: false),
                    committed_minor = table.Column<long>(type: "bigint", nullable: false),
                    cap_minor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign", x => x.id);
                    table.CheckConstraint("ck_campaign_spend", "committed_minor >= 0 and committed_minor <= cap_minor");
                    table.CheckConstraint("ck_campaign_state", "state between 0 and 5");
                });

            migrationBuilder.CreateTable(
                name: "operator_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    one_time = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    spent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operator_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "participant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    pseudonym = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    exclusion_reason = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participant", x => x.id);
                    table.CheckConstraint("ck_participant_state", "state in (0, 1)");
                });

            migrationBuilder.CreateTable(
                name: "vote",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trial_id = table.Column<Guid>(type: "uuid", nullable: false),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    triplet_id = table.Column<Guid>(type: "uuid", nullable: true),
                    gold_id = table.Column<Guid>(type: "uuid", nullable: true),
                    round = table.Column<int>(type: "integer", nullable: false),
                    choice = table.Column<short>(type: "smallint", nullable: true),
                    a_on_left = table.Column<bool>(type: "boolean", nullable: false),
                    right = table.Column<bool>(type: "boolean", nullable: true),
                    response_ms = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    pay_minor = table.Column<int>(type: "integer", nullable: false),
                    cast_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    timing = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vote", x => x.id);
                    table.CheckConstraint("ck_vote_choice", "choice in (0, 1) or (choice is null and status = 5)");
                    table.CheckConstraint("ck_vote_status", "status between 0 and 5");
                    table.CheckConstraint("ck_vote_subject", "(triplet_id is null) <> (gold_id is null)");
                });

            migrationBuilder.CreateTable(
                name: "gold",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    practice = table.Column<bool>(type: "boolean", nullable: false),
                    displays = table.Column<string[]>(type: "text[]", nullable: false),
                    answer = table.Column<short>(type: "smallint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gold", x => x.id);
                    table.CheckConstraint("ck_gold", "answer in (0, 1) and cardinality(displays) = 3");
                    table.ForeignKey(
                        name: "fk_gold_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "painting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    is_image_net = table.Column<bool>(type: "boolean", nullable: false),
                    prompt = table.Column<string>(type: "text", nullable: false),
                    seeds = table.Column<long[]>(type: "bigint[]", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    pictures = table.Column<string[]>(type: "text[]", nullable: true),
                    displays = table.Column<string[]>(type: "text[]", nullable: true),
                    manifests = table.Column<string[]>(type: "text[]", nullable: true),
                    generator = table.Column<string>(type: "text", nullable: true),
                    seconds = table.Column<double>(type: "double precision", nullable: true),
                    ordered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    painted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_painting", x => x.id);
                    table.CheckConstraint("ck_painting_painted", "state <> 2 or (cardinality(pictures) = 3 and cardinality(displays) = 3 and cardinality(manifests) = 3)");
                    table.CheckConstraint("ck_painting_state", "state between 0 and 3");
                    table.ForeignKey(
                        name: "fk_painting_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "snapshot",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    mark = table.Column<long>(type: "bigint", nullable: false),
                    triplets = table.Column<int>(type: "integer", nullable: false),
                    manifest_sha256 = table.Column<string>(type: "text", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ready_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_snapshot", x => x.id);
                    table.CheckConstraint("ck_snapshot_state", "state between 0 and 2");
                    table.ForeignKey(
                        name: "fk_snapshot_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "hit_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    consented_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    consent_version = table.Column<string>(type: "text", nullable: true),
                    warm_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    practice_failures = table.Column<int>(type: "integer", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    completion_code = table.Column<string>(type: "text", nullable: true),
                    comment = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hit_session", x => x.id);
                    table.ForeignKey(
                        name: "fk_hit_session_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_hit_session_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "triplet",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    painting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    votes_a = table.Column<int>(type: "integer", nullable: false),
                    votes_b = table.Column<int>(type: "integer", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    void_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triplet", x => x.id);
                    table.CheckConstraint("ck_triplet_role", "role between 0 and 2");
                    table.CheckConstraint("ck_triplet_state", "state between 0 and 4");
                    table.CheckConstraint("ck_triplet_votes", "votes_a >= 0 and votes_b >= 0 and round >= 0");
                    table.ForeignKey(
                        name: "fk_triplet_painting_painting_id",
                        column: x => x.painting_id,
                        principalTable: "painting",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "training_run",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    snapshot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    config = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: true),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    total_steps = table.Column<int>(type: "integer", nullable: false),
                    checkpoint_step = table.Column<int>(type: "integer", nullable: true),
                    loss = table.Column<double>(type: "double precision", nullable: true),
                    evaluation = table.Column<string>(type: "jsonb", nullable: true),
                    model_id = table.Column<Guid>(type: "uuid", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_run", x => x.id);
                    table.CheckConstraint("ck_training_run_lease", "state <> 1 or (owner is not null and lease_until is not null)");
                    table.CheckConstraint("ck_training_run_state", "state between 0 and 4");
                    table.ForeignKey(
                        name: "fk_training_run_snapshot_snapshot_id",
                        column: x => x.snapshot_id,
                        principalTable: "snapshot",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "page",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    practice = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page", x => x.id);
                    table.ForeignKey(
                        name: "fk_page_hit_session_session_id",
                        column: x => x.session_id,
                        principalTable: "hit_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "slot",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    triplet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    page_id = table.Column<Guid>(type: "uuid", nullable: true),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slot", x => x.id);
                    table.CheckConstraint("ck_slot_lease", "state <> 1 or (page_id is not null and participant_id is not null and expires_at is not null)");
                    table.CheckConstraint("ck_slot_state", "state between 0 and 3");
                    table.ForeignKey(
                        name: "fk_slot_triplets_triplet_id",
                        column: x => x.triplet_id,
                        principalTable: "triplet",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "model",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    evaluation = table.Column<string>(type: "jsonb", nullable: false),
                    manifest_sha256 = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model", x => x.id);
                    table.ForeignKey(
                        name: "fk_model_training_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "training_run",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "trial",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    slot_id = table.Column<long>(type: "bigint", nullable: true),
                    triplet_id = table.Column<Guid>(type: "uuid", nullable: true),
                    gold_id = table.Column<Guid>(type: "uuid", nullable: true),
                    a_on_left = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trial", x => x.id);
                    table.CheckConstraint("ck_trial_one_source", "(slot_id is null) = (triplet_id is null) and (slot_id is null) <> (gold_id is null)");
                    table.ForeignKey(
                        name: "fk_trial_page_page_id",
                        column: x => x.page_id,
                        principalTable: "page",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ux_campaign_name_version",
                table: "campaign",
                columns: new[] { "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gold_campaign",
                table: "gold",
                columns: new[] { "campaign_id", "practice" });

            migrationBuilder.CreateIndex(
                name: "ix_hit_session_participant",
                table: "hit_session",
                columns: new[] { "campaign_id", "participant_id" });

            migrationBuilder.CreateIndex(
                name: "ix_hit_session_participant_id",
                table: "hit_session",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ux_hit_session_token",
                table: "hit_session",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_model_name_version",
                table: "model",
                columns: new[] { "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_model_run",
                table: "model",
                column: "run_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_operator_key_hash",
                table: "operator_key",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_page_live",
                table: "page",
                column: "expires_at",
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_page_session",
                table: "page",
                columns: new[] { "session_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_page_live_session",
                table: "page",
                column: "session_id",
                unique: true,
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_painting_campaign_state",
                table: "painting",
                columns: new[] { "campaign_id", "state", "number" });

            migrationBuilder.CreateIndex(
                name: "ux_painting_campaign_number",
                table: "painting",
                columns: new[] { "campaign_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_participant_channel_pseudonym",
                table: "participant",
                columns: new[] { "channel", "pseudonym" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_slot_leased",
                table: "slot",
                columns: new[] { "campaign_id", "expires_at" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_slot_open",
                table: "slot",
                columns: new[] { "campaign_id", "round", "rank" },
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_slot_page",
                table: "slot",
                column: "page_id",
                filter: "page_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_slot_triplet",
                table: "slot",
                column: "triplet_id");

            migrationBuilder.CreateIndex(
                name: "ix_snapshot_campaign_id",
                table: "snapshot",
                column: "campaign_id");

            migrationBuilder.CreateIndex(
                name: "ux_snapshot_name_version",
                table: "snapshot",
                columns: new[] { "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_training_run_snapshot_id",
                table: "training_run",
                column: "snapshot_id");

            migrationBuilder.CreateIndex(
                name: "ix_training_run_waiting",
                table: "training_run",
                column: "created_at",
                filter: "state in (0, 1)");

            migrationBuilder.CreateIndex(
                name: "ux_trial_page_position",
                table: "trial",
                columns: new[] { "page_id", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_triplet_campaign_state",
                table: "triplet",
                columns: new[] { "campaign_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ux_triplet_campaign_number",
                table: "triplet",
                columns: new[] { "campaign_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_triplet_painting_role",
                table: "triplet",
                columns: new[] { "painting_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_vote_campaign",
                table: "vote",
                columns: new[] { "campaign_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_vote_participant",
                table: "vote",
                columns: new[] { "participant_id", "campaign_id" });

            migrationBuilder.CreateIndex(
                name: "ix_vote_session",
                table: "vote",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ux_vote_submission",
                table: "vote",
                column: "submission_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_vote_trial",
                table: "vote",
                column: "trial_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_vote_triplet_participant",
                table: "vote",
                columns: new[] { "triplet_id", "participant_id" },
                unique: true,
                filter: "status = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "gold");

            migrationBuilder.DropTable(
                name: "model");

            migrationBuilder.DropTable(
                name: "operator_key");

            migrationBuilder.DropTable(
                name: "slot");

            migrationBuilder.DropTable(
                name: "trial");

            migrationBuilder.DropTable(
                name: "vote");

            migrationBuilder.DropTable(
                name: "training_run");

            migrationBuilder.DropTable(
                name: "triplet");

            migrationBuilder.DropTable(
                name: "page");

            migrationBuilder.DropTable(
                name: "snapshot");

            migrationBuilder.DropTable(
                name: "painting");

            migrationBuilder.DropTable(
                name: "hit_session");

            migrationBuilder.DropTable(
                name: "campaign");

            migrationBuilder.DropTable(
                name: "participant");
        }
    }
}
